from tests.payments.shop import ear, gateway_process, order_now, shop

__all__ = ["ear", "gateway_process", "order_now", "shop"]
