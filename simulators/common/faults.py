"""The faults a test may script, and at which point of a gateway's work each one bites."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# Before anything is stored.
BEFORE = frozenset({"sleep", "error", "reset"})
# After the work is stored, so that the merchant does not know what the gateway did.
AFTER = frozenset({"commit_then_hang", "commit_then_reset", "commit_then_error", "garbage"})
GARBAGE = frozenset(
    {
        "text",
        "html",
        "empty",
        "list",
        "oversize",
        "deep",
        "redirect",
        "unsigned",
        "types",
        "object",
        "foreign",
        "swapped",
    }
)


class FaultRefused(Exception):
    """The script names a fault, place or value that does not exist."""


def _number(asked: Mapping[str, Any], name: str, default: float, low: float, high: float) -> float:
    value = asked.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise FaultRefused(f"{name} must be a number from {low:g} to {high:g}")
    return value


@dataclass(frozen=True)
class Script:
    """What can be scripted for one gateway: its operations, and its own faults by the stage at which they bite."""

    operations: tuple[str, ...]  # one use of an operation meets one fault; "any" in a rule's `on` means all of these
    stages: Mapping[str, str] = field(default_factory=dict)  # fault → stage
    coded: bool = False  # whether `code` makes an operation refuse with the gateway's own code

    def _stage(self, kind: str, on: str) -> str:
        if kind in self.stages:
            return self.stages[kind]
        if kind not in BEFORE | AFTER | ({"code"} if self.coded else set()):
            raise FaultRefused(f"unknown fault {kind!r}")
        if on != "any" and on not in self.operations:
            raise FaultRefused(f"'on' must be 'any' or one of {', '.join(self.operations)}")
        return on

    def fault_from(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """A rule as stored, from what `POST /control/faults` was given. Raises FaultRefused.

        `merchant_reference` empty means whatever payment comes next; `uses` is how often it bites, null for ever.
        """
        kind = str(asked.get("fault", ""))
        reference = asked.get("merchant_reference")
        if reference is not None and not isinstance(reference, str):
            raise FaultRefused("merchant_reference must be text or null")
        uses = asked.get("uses", 1)
        if uses is not None:
            uses = int(_number({"uses": uses}, "uses", 1, 1, 1_000_000))
        style = asked.get("style", "text")
        if style not in GARBAGE:
            raise FaultRefused(f"style must be one of {', '.join(sorted(GARBAGE))}")
        details = {
            "seconds": _number(asked, "seconds", 0.3 if kind == "reorder" else 30, 0, 3600),
            "status": int(_number(asked, "status", 500, 400, 599)),
            "copies": int(_number(asked, "copies", 2, 2, 200)),
            "amount": int(_number(asked, "amount", 0, 0, 10**15)) or None,
            "code": int(_number(asked, "code", 0, -999, 999)),
            "currency": str(asked.get("currency", "")) or None,
            "style": style,
        }
        stage = self._stage(kind, str(asked.get("on", "any")))
        return {"reference": reference, "kind": kind, "stage": stage, "uses": uses, "details": details}
