"""Indexes that only PostgreSQL has, and a refresh of what is listed already: it has no facets and no words yet.

The arrays have statistics of their own, so that the planner takes the index for a rare facet and the order of the list
for a common one. Names are ordered by their bytes: folded text needs no collation, and the order is the same everywhere.
"""

from django.db import migrations

from core.db import PostgresSQL

_BY_NAME = 'CREATE INDEX listing_name{0} ON storefront_productlisting (market_id{1}, (folded_name COLLATE "C"), id)'


def refresh(apps, schema_editor):
    if not apps.get_model("storefront", "ProductListing").objects.exists():
        return
    message = apps.get_model("core", "OutboxMessage")
    found = [message(task="storefront.services.refresh.listings_refresh_all", arguments={})]
    for app, name in (("catalog", "category"), ("marketplace", "store")):
        keys = apps.get_model(app, name)._base_manager.filter(deleted_at=None).values_list("pk", flat=True)
        task = f"storefront.services.words.{name}_words_note"
        found += [message(task=task, arguments={f"{name}_id": str(key)}) for key in keys]
    message.objects.bulk_create(found)


class Migration(migrations.Migration):
    dependencies = [
        ("storefront", "0005_facets_and_words"),
        ("core", "0002_outbox_key_without_pattern_index"),
        ("marketplace", "0001_initial"),
    ]

    operations = [
        PostgresSQL("SET LOCAL statement_timeout = 0", "SELECT 1"),
        PostgresSQL(
            "CREATE INDEX listing_facets ON storefront_productlisting USING gin (facets)", "DROP INDEX listing_facets"
        ),
        PostgresSQL(
            "ALTER TABLE storefront_productlisting ALTER COLUMN facets SET STATISTICS 1000",
            "ALTER TABLE storefront_productlisting ALTER COLUMN facets SET STATISTICS -1",
        ),
        PostgresSQL(_BY_NAME.format("", ""), "DROP INDEX listing_name"),
        *(
            PostgresSQL(_BY_NAME.format(f"_{level}", f", category_{level}"), f"DROP INDEX listing_name_{level}")
            for level in (1, 2, 3, 4)
        ),
        PostgresSQL(
            "CREATE INDEX search_word_prefix ON storefront_searchword (kind, market_code, word text_pattern_ops)",
            "DROP INDEX search_word_prefix",
        ),
        PostgresSQL(
            "CREATE INDEX search_word_trigram ON storefront_searchword USING gin (word gin_trgm_ops)",
            "DROP INDEX search_word_trigram",
        ),
        migrations.RunPython(refresh, migrations.RunPython.noop),
    ]
