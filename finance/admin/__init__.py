"""Operators' screens of the books."""

from finance.admin import batches, books, cash, freezes, papers, splits

__all__ = ["batches", "books", "cash", "freezes", "papers", "splits"]
