"""Operators' screens of the books."""

from finance.admin import books, papers

__all__ = ["books", "papers"]
