"""`python -m bench`: what the hot paths cost, as a ratio to a floor measured in the same run (HOTPATHS.md)."""
