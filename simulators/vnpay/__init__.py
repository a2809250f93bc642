"""A stand-in for VNPAY (PAY 2.1.0): the protocol sheet is README.md."""
