"""Room on each stock page, so that the hot row is updated in place (HOT updates, DESIGN.md §3)."""

from django.db import migrations

from core.db import PostgresSQL


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0001_initial")]

    operations = [
        PostgresSQL(
            "ALTER TABLE marketplace_stock SET (fillfactor = 70)",
            "ALTER TABLE marketplace_stock RESET (fillfactor)",
        ),
    ]
