"""The path of each category, from its root down."""

from django.db import migrations


def fill(apps, schema_editor):
    categories = apps.get_model("catalog", "Category")._base_manager
    paths = {}
    for row in categories.order_by("level", "pk").only("pk", "slug", "parent_id"):
        above = paths.get(row.parent_id)
        paths[row.pk] = f"{above}/{row.slug}" if above else row.slug
        categories.filter(pk=row.pk).update(path=paths[row.pk])


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_typed_attributes")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
