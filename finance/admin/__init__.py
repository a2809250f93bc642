"""Operators' screens of the books."""

from finance.admin import batches, books, papers

__all__ = ["batches", "books", "papers"]
