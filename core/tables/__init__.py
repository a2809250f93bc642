"""Tables in and out: CSV and XLSX files of strangers, read with limits; files of ours, written without formulas."""

from core.tables.model import (
    LIMITS,
    BadTable,
    Limits,
    Table,
    TableRow,
    TableTooLarge,
    looks_like_formula,
    unquoted,
)
from core.tables.reading import read_table
from core.tables.writing import FORMATS, TableFormat, table_bytes, table_response

__all__ = [
    "FORMATS",
    "LIMITS",
    "BadTable",
    "Limits",
    "Table",
    "TableFormat",
    "TableRow",
    "TableTooLarge",
    "looks_like_formula",
    "read_table",
    "table_bytes",
    "table_response",
    "unquoted",
]
