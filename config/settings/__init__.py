"""Settings: one module per concern; `dev`, `production` and `test` put them together."""
