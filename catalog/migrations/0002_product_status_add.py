"""The status of a product, first of three steps: nullable beside `is_active`."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [
        migrations.AddField("product", "status", models.CharField(max_length=16, null=True)),
        migrations.AddField("product", "submitted_at", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.AddField("product", "objections", models.JSONField(blank=True, default=list, editable=False)),
    ]
