"""What only PostgreSQL has: the indexes of search, facets and suggestions, and statistics for its planner.

The arrays and the vector have statistics of their own, so that the planner takes the index for a rare facet or word and
the order of the list for a common one (HOTPATHS.md §3). Names are ordered by their bytes: folded text needs no
collation, and the order is the same everywhere.
"""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

from core.db import PostgresSQL


def index(name: str, of: str, table: str = "storefront_productlisting") -> PostgresSQL:
    return PostgresSQL(f"CREATE INDEX {name} ON {table} {of}", f"DROP INDEX {name}")


def statistics(column: str) -> PostgresSQL:
    change = f"ALTER TABLE storefront_productlisting ALTER COLUMN {column} SET STATISTICS"
    return PostgresSQL(f"{change} 1000", f"{change} -1")


class Migration(migrations.Migration):
    dependencies = [("storefront", "0001_initial")]

    operations = [
        TrigramExtension(),  # asks for the vendor itself
        index("listing_document", "USING gin (document)"),
        index("listing_folded_trigram", "USING gin (folded_name gin_trgm_ops)"),
        index("listing_prefix", "(market_code, folded_name text_pattern_ops)"),
        index("listing_stores", "USING gin (store_ids jsonb_path_ops)"),
        index("listing_facets", "USING gin (facets)"),
        index("listing_name", '(market_id, (folded_name COLLATE "C"), id)'),
        *(
            index(f"listing_name_{level}", f'(market_id, category_{level}, (folded_name COLLATE "C"), id)')
            for level in (1, 2, 3, 4)
        ),
        index("search_word_prefix", "(kind, market_code, word text_pattern_ops)", "storefront_searchword"),
        index("search_word_trigram", "USING gin (word gin_trgm_ops)", "storefront_searchword"),
        statistics("document"),
        statistics("facets"),
    ]
