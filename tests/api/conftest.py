"""Every operation is there, also those of gateways that an installation need not have."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from payments.gateways.registry import gateways


@pytest.fixture(autouse=True)
def every_gateway(settings: Settings) -> None:
    settings.VNPAY_TMN_CODE = "TESTTMN1"
    settings.VNPAY_HASH_SECRET = "a-secret-of-the-tests"
    settings.MIDTRANS_SERVER_KEY = "SB-Mid-server-of-the-tests"
    assert {"vnpay", "midtrans"} <= gateways().keys()
