"""`python -m tests.fuzz`: schemathesis against a running Serai, as shopper, seller and administrator."""
