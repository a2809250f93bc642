"""What can go wrong in the catalogue, by name."""

from __future__ import annotations

from core.errors import Conflict, FieldProblem


class Taken(Conflict):
    """Another live row has this unique value."""

    code = "taken"
    title = "This is taken already."

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail, problems=[FieldProblem(f"/{field}", "taken", detail)])


class InUse(Conflict):
    """A category, brand or attribute that live products still use."""

    code = "in_use"
    title = "This is still in use."
