"""The folded name, for suggestions and misspellings; featured products; the products of one store."""

from django.db import migrations, models

from core.db import PostgresSQL


class Migration(migrations.Migration):
    dependencies = [("storefront", "0002_search")]

    operations = [
        migrations.AddField(
            model_name="productlisting",
            name="folded_name",
            field=models.CharField(default="", max_length=400),
        ),
        migrations.AddIndex(
            model_name="productlisting",
            index=models.Index(
                condition=models.Q(("is_featured", True)),
                fields=["market", "-listed_at", "-id"],
                name="listing_featured",
            ),
        ),
        PostgresSQL(
            "DROP INDEX listing_name_trigram",
            "CREATE INDEX listing_name_trigram ON storefront_productlisting USING gin (name gin_trgm_ops)",
        ),
        PostgresSQL(
            "CREATE INDEX listing_folded_trigram ON storefront_productlisting USING gin (folded_name gin_trgm_ops)",
            "DROP INDEX listing_folded_trigram",
        ),
        PostgresSQL(
            "CREATE INDEX listing_prefix ON storefront_productlisting (market_id, folded_name text_pattern_ops)",
            "DROP INDEX listing_prefix",
        ),
        PostgresSQL(
            "CREATE INDEX listing_stores ON storefront_productlisting USING gin (store_ids jsonb_path_ops)",
            "DROP INDEX listing_stores",
        ),
    ]
