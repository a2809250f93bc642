"""Rows by the hundred thousand for `seed_bulk`, to measure with: inserted in their final state, invariants hold."""

MARK = "bulk"  # slugs, names and e-mail addresses begin with it
BATCH = 2_000
