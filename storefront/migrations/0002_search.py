"""Full text: a GIN index on the vector, trigrams on the name, and statistics for the planner (HOTPATHS.md §3)."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

from core.db import PostgresSQL


class PostgresTrigram(TrigramExtension):
    """The extension, on PostgreSQL only (Django's operation already checks the vendor)."""


class Migration(migrations.Migration):
    dependencies = [("storefront", "0001_initial")]

    operations = [
        PostgresTrigram(),
        PostgresSQL(
            "CREATE INDEX listing_document ON storefront_productlisting USING gin (document)",
            "DROP INDEX listing_document",
        ),
        PostgresSQL(
            "CREATE INDEX listing_name_trigram ON storefront_productlisting USING gin (name gin_trgm_ops)",
            "DROP INDEX listing_name_trigram",
        ),
        PostgresSQL(
            "ALTER TABLE storefront_productlisting ALTER COLUMN document SET STATISTICS 1000",
            "ALTER TABLE storefront_productlisting ALTER COLUMN document SET STATISTICS -1",
        ),
    ]
