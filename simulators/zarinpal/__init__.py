"""A stand-in for Zarinpal (REST v4 and the refund GraphQL): the protocol sheet is README.md."""
