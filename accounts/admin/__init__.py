"""The screens of people, their sessions and roles."""

from accounts.admin import people

__all__ = ["people"]
