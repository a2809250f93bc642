"""How a provider is set up from within: its keys, addresses, currencies and limits, over what the environment says."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.models import BaseModel
from core.money import CurrencyField


class ProviderName(models.TextChoices):
    ZARINPAL = "zarinpal", "Zarinpal"
    VNPAY = "vnpay", "VNPAY"
    MIDTRANS = "midtrans", "Midtrans"
    STRIPE = "stripe", "Stripe"


class SecretName(models.TextChoices):
    """The secret fields of a configuration, by the names they have in forms and in the environment."""

    ZARINPAL_ACCESS_TOKEN = "zarinpal_access_token", "zarinpal_access_token"
    VNPAY_HASH_SECRET = "vnpay_hash_secret", "vnpay_hash_secret"
    MIDTRANS_SERVER_KEY = "midtrans_server_key", "midtrans_server_key"
    STRIPE_SECRET_KEY = "stripe_secret_key", "stripe_secret_key"
    STRIPE_WEBHOOK_SECRET = "stripe_webhook_secret", "stripe_webhook_secret"


class PaymentConfiguration(BaseModel):
    """One provider (FEATURES.md D-M12). Active it counts instead of the environment; inactive nobody is sent there.

    Addresses of ours are empty while we choose them. The secret fields are rows of PaymentSecret.
    """

    provider = models.CharField(max_length=16, choices=ProviderName)
    is_active = models.BooleanField(default=False)
    is_sandbox = models.BooleanField(default=False)
    zarinpal_merchant_id = models.CharField(max_length=64, blank=True, default="")
    zarinpal_terminal_id = models.CharField(max_length=32, blank=True, default="")
    vnpay_tmn_code = models.CharField(max_length=32, blank=True, default="")
    midtrans_client_key = models.CharField(max_length=128, blank=True, default="")
    midtrans_merchant_id = models.CharField(max_length=64, blank=True, default="")
    stripe_publishable_key = models.CharField(max_length=255, blank=True, default="")
    callback_finish_url = models.URLField(max_length=500, blank=True, default="")
    callback_unfinish_url = models.URLField(max_length=500, blank=True, default="")
    callback_error_url = models.URLField(max_length=500, blank=True, default="")
    notification_url = models.URLField(max_length=500, blank=True, default="")
    recurring_notification_url = models.URLField(max_length=500, blank=True, default="")
    account_linking_url = models.URLField(max_length=500, blank=True, default="")

    class Meta(BaseModel.Meta):
        verbose_name = "payment configuration"
        constraints = [
            models.UniqueConstraint(
                fields=["provider"], condition=Q(deleted_at=None), name="payment_configuration_one_per_provider"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_provider_display())


class PaymentSecret(BaseModel):
    """One secret of a configuration, sealed (core.sealing). A replaced one is kept where what it signed may still come.

    It is never deleted softly alone: what is dropped is gone.
    """

    configuration = models.ForeignKey(PaymentConfiguration, on_delete=models.CASCADE, related_name="secrets")
    name = models.CharField(max_length=32, choices=SecretName)
    secret = models.TextField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta(BaseModel.Meta):
        verbose_name = "payment secret"
        constraints = [
            models.UniqueConstraint(
                fields=["configuration", "name"],
                condition=Q(deleted_at=None, replaced_at=None),
                name="payment_secret_one_in_use",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PaymentLimit(BaseModel):
    """A currency that a configuration accepts, and from which to which amount. Without any all of the gateway's are."""

    configuration = models.ForeignKey(PaymentConfiguration, on_delete=models.CASCADE, related_name="limits")
    currency = CurrencyField()
    minimum_minor = models.BigIntegerField(null=True, blank=True)  # null: the gateway's own
    maximum_minor = models.BigIntegerField(null=True, blank=True)

    class Meta(BaseModel.Meta):
        verbose_name = "payment limit"
        constraints = [
            models.UniqueConstraint(
                fields=["configuration", "currency"],
                condition=Q(deleted_at=None),
                name="payment_limit_one_per_currency",
            ),
            models.CheckConstraint(
                condition=Q(minimum_minor__isnull=True) | Q(minimum_minor__gt=0), name="payment_limit_positive"
            ),
            models.CheckConstraint(
                condition=Q(minimum_minor__isnull=True)
                | Q(maximum_minor__isnull=True)
                | Q(maximum_minor__gte=F("minimum_minor")),
                name="payment_limit_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.currency)
