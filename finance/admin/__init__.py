"""Operators' screens of the books."""

from finance.admin import batches, books, freezes, papers

__all__ = ["batches", "books", "freezes", "papers"]
