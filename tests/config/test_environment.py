"""What an operator sees of the configuration: one line per problem, and a clean bill in production."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "DJANGO_DEBUG": "false",
    "DJANGO_SECRET_KEY": "k9-Tq4wZr7Yb2Xn" * 5,
    "JWT_SIGNING_KEY": "j7" * 30,
    "OTP_PEPPER": "p3" * 30,
    "SECOND_FACTOR_KEYS": "f4" * 30,
    "FINANCE_SECRET_KEYS": "b8" * 30,
    "ALLOWED_HOSTS": "shop.example.com",
    "SITE_URL": "https://shop.example.com",
    "DATABASE_URL": "postgres://serai:secret@127.0.0.1:1/serai",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp+tls://user:secret@mail.example.com:587",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    base = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**base, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_production_configuration_passes_every_deploy_check():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_every_insecure_value_is_named_in_one_line_of_its_own():
    insecure = {"DJANGO_SETTINGS_MODULE": "config.settings.production", "ALLOWED_HOSTS": "*"}
    done = manage("check", **insecure)
    lines = [line.strip(" -") for line in done.stderr.splitlines() if line.startswith("  - ")]
    assert done.returncode == 1
    for name in (
        "DJANGO_DEBUG", "DJANGO_SECRET_KEY", "JWT_SIGNING_KEY", "OTP_PEPPER", "OTP_FIXED_CODE", "ALLOWED_HOSTS",
        "SECOND_FACTOR_KEYS", "FINANCE_SECRET_KEYS", "LIMITS_PROFILE", "DB_ENGINE", "EMAIL_URL",
        "SANDBOX_GATEWAY_ENABLED", "SITE_URL",
    ):  # fmt: skip
        assert [line for line in lines if line.startswith(name)], f"{name} is not named in {lines}"
    assert "Traceback" not in done.stderr


def test_production_takes_no_simulated_gateway_no_sandbox_and_no_test_key():
    simulated = {
        "ZARINPAL_MERCHANT_ID": "5e7a1000-0000-4000-8000-000000000001",
        "ZARINPAL_BASE_URL": "https://sandbox.zarinpal.com",
        "VNPAY_TMN_CODE": "SERAITST", "VNPAY_HASH_SECRET": "k" * 32, "VNPAY_API_URL": "http://127.0.0.1:8012/api",
        "MIDTRANS_SERVER_KEY": "Mid-server-key", "MIDTRANS_CORE_URL": "https://api.sandbox.midtrans.com",
        "IRIS_CREATOR_KEY": "IRIS-one", "IRIS_APPROVER_KEY": "IRIS-one", "IRIS_MERCHANT_KEY": "IRIS-two",
        "IRIS_URL": "https://app.sandbox.midtrans.com/iris",
        "STRIPE_SECRET_KEY": "sk_test_key", "STRIPE_WEBHOOK_SECRET": "whsec_x",
        "STRIPE_API_URL": "http://127.0.0.1:8014",
        "PAYMENT_SECRET_KEYS": f"{PRODUCTION['OTP_PEPPER']},too-short",
    }  # fmt: skip
    lines = manage("check", **PRODUCTION, **simulated).stderr.splitlines()
    for said in (
        "ZARINPAL_BASE_URL is a sandbox", "VNPAY_API_URL must start with https://",
        "MIDTRANS_CORE_URL is a sandbox", "MIDTRANS_SERVER_KEY is of another environment",
        "IRIS_URL is a sandbox", "IRIS_APPROVER_KEY is the creator's",
        "STRIPE_API_URL must start with https://", "STRIPE_SECRET_KEY is a test key",
        "PAYMENT_SECRET_KEYS needs secrets of 32", "PAYMENT_SECRET_KEYS needs random secrets of its own",
    ):  # fmt: skip
        assert [line for line in lines if line.startswith(f"  - {said}")], f"{said!r} is not said in {lines}"


def test_production_takes_no_simulated_address_even_when_the_keys_are_in_the_database():
    addresses = {"MIDTRANS_CORE_URL": "http://127.0.0.1:8013", "ZARINPAL_BASE_URL": "https://sandbox.zarinpal.com"}
    lines = manage("check", **PRODUCTION, **addresses).stderr.splitlines()
    assert [line for line in lines if line.startswith("  - MIDTRANS_CORE_URL must start with https://")]
    assert [line for line in lines if line.startswith("  - ZARINPAL_BASE_URL is a sandbox")]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DJANGO_DEBUG", "perhaps", "true or false"),
        ("DB_PORT", "many", "a whole number from 1 to 65535"),
        ("SIMPLE_JWT_ACCESS_LIFETIME_MIN", "0", "a whole number from 1 to 1440"),
        ("DB_ENGINE", "oracle", "one of embedded, postgres, sqlite"),
        ("REDIS_URL", "127.0.0.1:6379", "an address that starts with redis://"),
        ("INVENTORY_LOW_STOCK_THRESHOLD", "-1", "a whole number from 0"),
        ("DATABASE_URL", "mysql://x", "an address that starts with postgres://"),
    ],
)
def test_a_bad_value_stops_the_start_and_says_what_was_expected(name, value, expected):
    done = manage("check", **{"DB_ENGINE": "sqlite", name: value})
    assert done.returncode == 1
    assert name in done.stderr
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


def test_a_secret_is_never_repeated_in_the_message():
    done = manage("check", DB_ENGINE="sqlite", DATABASE_URL="http://user:hunter2@host/db")
    assert (done.returncode, "hunter2" in done.stderr) == (1, False)


@pytest.mark.parametrize(
    ("alias", "name", "value"), [("DEBUG", "DEBUG", "false"), ("SESSION_SECRET", "SECRET_KEY", "s" * 60)]
)
def test_old_names_of_variables_keep_working(alias, name, value):
    done = manage("shell", "-v0", "-c", f"from django.conf import settings; print(settings.{name})",
                  DB_ENGINE="sqlite", **{alias: value})  # fmt: skip
    assert done.stdout.strip().lower() == value
