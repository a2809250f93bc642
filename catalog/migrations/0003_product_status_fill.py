"""Second step: what was shown is live, what was hidden is a draft. In batches, each its own transaction."""

from django.db import migrations

BATCH = 5_000


def fill(apps, schema_editor):
    products = apps.get_model("catalog", "Product")._base_manager
    while keys := list(products.filter(status=None).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        products.filter(pk__in=keys, is_active=True).update(status="LIVE")
        products.filter(pk__in=keys, is_active=False).update(status="DRAFT")


def empty(apps, schema_editor):
    products = apps.get_model("catalog", "Product")._base_manager
    products.exclude(status="LIVE").update(is_active=False)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("catalog", "0002_product_status_add")]

    operations = [migrations.RunPython(fill, empty)]
