from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0007_changes_to_look_at"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="category",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("is_active", False)),
                fields=["tree_id"],
                name="category_hidden",
            ),
        ),
    ]
