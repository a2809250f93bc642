from tests.payments.shop import ear, gateway_process, shop

__all__ = ["ear", "gateway_process", "shop"]
