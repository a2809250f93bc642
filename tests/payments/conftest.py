from tests.payments.shop import ear, gateway_process, order_now, shop
from tests.payments.zarinpal_shop import zarinpal_process, zarinpal_shop

__all__ = ["ear", "gateway_process", "order_now", "shop", "zarinpal_process", "zarinpal_shop"]
