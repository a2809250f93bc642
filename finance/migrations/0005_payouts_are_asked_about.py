"""Payouts through a gateway have a time at which it is asked again; those on their way are asked at once."""

from django.db import migrations, models
from django.db.models.functions import Now


def ask_at_once(apps, schema_editor):
    payouts = apps.get_model("finance", "Payout").objects.using(schema_editor.connection.alias)
    payouts.filter(status="SENT", method="stripe").update(next_query_at=Now())


class Migration(migrations.Migration):
    dependencies = [
        ("finance", "0004_cash_on_delivery"),
        ("marketplace", "0002_stock_storage"),
    ]

    operations = [
        migrations.AddField(
            model_name="payout",
            name="next_query_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="payout",
            name="method",
            field=models.CharField(
                choices=[
                    ("bank_file", "Bank transfer"),
                    ("stripe", "Stripe account"),
                    ("midtrans", "Bank account in Indonesia"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="payoutaccount",
            name="method",
            field=models.CharField(
                choices=[
                    ("bank_file", "Bank transfer"),
                    ("stripe", "Stripe account"),
                    ("midtrans", "Bank account in Indonesia"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="payout",
            index=models.Index(
                condition=models.Q(("next_query_at__isnull", False)), fields=["next_query_at"], name="payout_to_ask"
            ),
        ),
        migrations.RunPython(ask_at_once, migrations.RunPython.noop),
    ]
