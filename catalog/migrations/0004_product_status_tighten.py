"""Third step: every product has a status, and nothing else says whether it is shown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_product_status_fill")]

    operations = [
        migrations.AlterField(
            "product",
            "status",
            models.CharField(
                choices=[
                    ("DRAFT", "Draft"),
                    ("IN_REVIEW", "In review"),
                    ("LIVE", "Live"),
                    ("ARCHIVED", "Archived"),
                ],
                default="DRAFT",
                max_length=16,
            ),
        ),
        migrations.RemoveField("product", "is_active"),
        migrations.AddIndex(
            "product",
            models.Index(
                condition=models.Q(("status", "IN_REVIEW")), fields=["submitted_at", "id"], name="product_to_review"
            ),
        ),
    ]
