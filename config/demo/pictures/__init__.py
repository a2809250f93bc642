"""Pictures of the demo's goods, drawn as SVG from what was written about each: see `paper` for how, and the modules
of the kinds for what. They hold shapes alone: no script, no words, nothing from another address."""

from __future__ import annotations

from config.demo.pictures import boards, cables, caps, cases, cymbals, drums, fretted, lutes, sound, switches, tools
from config.demo.pictures.subject import Drawn, Subject, View

__all__ = ["KINDS", "Drawn", "Subject", "View", "cover_of", "views_of"]

_VIEWS: dict[str, tuple[View, ...]] = {
    "keyboard": (boards.board_above, boards.board_side, boards.board_close),
    "split": (boards.split_above, boards.split_close),
    "switch": (switches.switch_whole, switches.switch_apart, switches.switch_below),
    "keycaps": (caps.set_flat, caps.set_close),
    "stabiliser": (boards.stabiliser_whole, boards.stabiliser_close),
    "plate": (boards.plate_above, boards.plate_close),
    "cable": (cables.cable_whole, cables.cable_close),
    "tool": (tools.tool_whole, tools.tool_close),
    "case": (cases.case_whole, cases.case_close),
    "guitar": (fretted.strung_whole, fretted.strung_close, fretted.strung_head),
    "bass": (fretted.strung_whole, fretted.strung_close, fretted.strung_head),
    "acoustic": (fretted.strung_whole, fretted.strung_close, fretted.strung_head),
    "setar": (lutes.lute_whole, lutes.lute_close),
    "drum": (drums.drum_whole, drums.drum_close),
    "cymbal": (cymbals.cymbal_whole, cymbals.cymbal_close),
    "sticks": (cymbals.sticks_whole, cymbals.sticks_close),
    "pedal": (sound.pedal_whole, sound.pedal_back, sound.pedal_close),
    "amplifier": (sound.amplifier_whole, sound.amplifier_back, sound.amplifier_close),
    "strings": (lutes.strings_whole, lutes.strings_close),
}
KINDS = tuple(_VIEWS)


def cover_of(subject: Subject) -> Drawn:
    """The whole thing, as lists show it."""
    return _VIEWS[subject.kind][0](subject)


def views_of(subject: Subject) -> list[Drawn]:
    """Its other sides, the most telling first."""
    return [view(subject) for view in _VIEWS[subject.kind][1:]]
