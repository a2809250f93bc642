"""Reads of the shop. Hot ones are raw statements beside the read model (HOTPATHS.md §5)."""
