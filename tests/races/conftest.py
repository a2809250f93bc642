import pytest

from tests.payments.shop import ear, gateway_process, shop

__all__ = ["ear", "gateway_process", "shop"]


@pytest.fixture(autouse=True)
def tireless_buyers(settings):
    """Races are about stock and money: here one person may order as often as a race needs."""
    settings.ORDERS_PER_MINUTE = settings.ORDERS_PER_HOUR = settings.ORDERS_UNPAID = settings.ORDERS_HELD_UNITS = (
        100_000
    )
