"""Forms whose work a service does."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.versions import stale_edit


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that remembers which state of the row its reader saw, and shows what the service refused.

    `refusal` is the service's answer to the same input, when there was one (ScopedModelAdmin.changeform_view).
    """

    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)
    refusal: ClassVar[DomainError | None] = None
    # names of the service's input → fields of the form, where they differ
    field_names: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stamp = getattr(self.instance, "updated_at", None)
        if stamp is not None and not self.instance._state.adding:
            self.initial["seen_at"] = f"{stamp.isoformat()} {getattr(self.instance, 'version', '')}".strip()
        if "seen_at" in self.fields:
            self.fields["seen_at"].initial = self.initial.get("seen_at", "")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        seen, _space, version = cleaned.get("seen_at", "").partition(" ")
        if seen and not self.instance._state.adding and seen != self._present_state():
            raise forms.ValidationError(self._what_happened(version), code="stale")
        return cleaned

    def _what_happened(self, version: str) -> str:
        """Who changed what meanwhile: the form itself may have overwritten the row it was given, so it is read anew."""
        row = type(self.instance)._base_manager.filter(pk=self.instance.pk).first()
        return str(stale_edit(row, int(version) if version.isascii() and version.isdigit() else None))

    def _present_state(self) -> str:
        """`updated_at` of the row as it stands, held until this request ends."""
        rows: Any = getattr(type(self.instance), "all_objects", type(self.instance)._default_manager)
        stamp = rows.select_for_update(no_key=True, of=("self",)).filter(pk=self.instance.pk)
        found = stamp.order_by().values_list("updated_at", flat=True).first()
        return found.isoformat() if found else ""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.refusal is not None:
            self._show(self.refusal)

    def values(self) -> dict[str, Any]:
        """What the service is given for a new row."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen_at"}

    def changes(self) -> dict[str, Any]:
        """What the service is given for a change: only what the person changed."""
        return {name: value for name, value in self.values().items() if name in self.changed_data}

    def _show(self, refusal: DomainError) -> None:
        shown = False
        for problem in refusal.problems:
            name = problem.pointer.strip("/").partition("/")[0]
            name = self.field_names.get(name, name)
            if name in self.fields:
                self.add_error(name, str(problem.detail))
                shown = True
        if not shown:
            self.add_error(None, str(refusal))


class ReasonForm(forms.Form):
    """For actions that are to be explained in the audit."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.TextInput)


class PairsField(forms.CharField):
    """Lines of `name = value`, as a dictionary in their order."""

    widget = forms.Textarea(attrs={"rows": 4, "dir": "ltr", "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return "\n".join(f"{name} = {words}" for name, words in value.items())
        return value

    def to_python(self, value: Any) -> Any:
        pairs: dict[str, str] = {}
        for line in str(super().to_python(value)).splitlines():
            name, mark, words = (part.strip() for part in line.partition("="))
            if not name and not mark:
                continue
            if not (name and mark and words):
                raise forms.ValidationError(_("Write one “name = value” per line."), code="not_a_pair")
            if name in pairs:
                raise forms.ValidationError(_("“%(name)s” stands there twice."), code="twice", params={"name": name})
            pairs[name] = words
        return pairs

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial or {}) != self.to_python(data))
        except forms.ValidationError:
            return True
