"""Every operation is there, also those of gateways that an installation need not have."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from payments.gateways.accounts import environment_accounts


@pytest.fixture(autouse=True)
def every_gateway(settings: Settings) -> None:
    settings.VNPAY_TMN_CODE = "TESTTMN1"
    settings.VNPAY_HASH_SECRET = "a-secret-of-the-tests"
    settings.MIDTRANS_SERVER_KEY = "SB-Mid-server-of-the-tests"
    settings.IRIS_CREATOR_KEY, settings.IRIS_APPROVER_KEY = "IRIS-creator-of-the-tests", "IRIS-approver-of-the-tests"
    settings.IRIS_MERCHANT_KEY = "IRIS-merchant-of-the-tests"
    settings.STRIPE_SECRET_KEY = "sk_test_of_the_tests"
    settings.STRIPE_WEBHOOK_SECRET = "whsec_of_the_tests"
    assert {"vnpay", "midtrans", "stripe"} <= {account.provider for account in environment_accounts()}
