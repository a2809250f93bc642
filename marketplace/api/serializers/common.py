"""Limits that several inputs share."""

from __future__ import annotations

from typing import Any

LARGEST_STOCK = 1_000_000
VERSION: dict[str, Any] = {
    "min_value": 1,
    "max_value": 2_147_483_647,
    "required": False,
    "help_text": "The version you read; another one is a 409.",
}
