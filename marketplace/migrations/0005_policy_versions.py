"""The versions of its policies that hold now, on the store itself: an order reads them with the cart's offers."""

from typing import Any

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    versions: dict[Any, dict[str, int]] = {}
    for policy in apps.get_model("marketplace", "StorePolicy").objects.order_by("version").iterator():
        versions.setdefault(policy.store_id, {})[policy.kind] = policy.version if policy.text else 0
    stores = apps.get_model("marketplace", "Store").objects
    for store_id, held in versions.items():
        stores.filter(pk=store_id).update(policy_versions=held)


class Migration(migrations.Migration):
    dependencies = [
        ("marketplace", "0004_storefronts_teams_and_prices"),
    ]

    operations = [
        migrations.AddField(
            model_name="store",
            name="policy_versions",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
