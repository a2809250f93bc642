"""What can go wrong in the catalogue, by name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, FieldProblem


class Taken(Conflict):
    """Another live row has this unique value."""

    code = "taken"
    title = _("This is taken already.")

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail, problems=[FieldProblem(f"/{field}", "taken", detail)])


class InUse(Conflict):
    """A category, brand or attribute that live products still use."""

    code = "in_use"
    title = _("This is still in use.")
