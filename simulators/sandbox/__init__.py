"""Sandbox Pay: a payment gateway that moves no money. Its protocol sheet is README.md in this folder."""
