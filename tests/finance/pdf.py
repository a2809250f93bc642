"""What a reader finds in a document of ours: its text as it would be copied, its fonts, what it leads to.

It knows only what ReportLab writes; text of a line comes from left to right, as it is seen.
"""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import dataclass

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*?)endstream", re.DOTALL)
_SHOWN = re.compile(rb"/(F\d+\+\d+) [\d.]+ Tf|1 0 0 1 ([\d.]+) ([\d.]+) Tm|(\((?:\\.|[^\\)])*\))|(-?[\d.]+)|(\[|\])")
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)


@dataclass(frozen=True)
class Pdf:
    raw: bytes
    pages: int
    lines: list[str]  # what has one height, from the left to the right; heights from the top
    fonts: list[str]
    embedded: int

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def read_pdf(raw: bytes) -> Pdf:
    objects = {int(number): body for number, body in _OBJECT.findall(raw)}
    fonts, names = {}, []
    for body in objects.values():
        if b"/Type /Font\n" in body or b"/Type /Font " in body:
            name = re.search(rb"/Name /(F\d+\+\d+)", body)
            kind = re.search(rb"/BaseFont /(\S+)", body)
            words = re.search(rb"/ToUnicode (\d+) 0 R", body)
            assert name, body
            assert kind, body
            assert words, body
            fonts[name[1]] = _words(_stream(objects[int(words[1])]))
            names.append(kind[1].decode().split("+")[1])
    contents = [int(n) for body in objects.values() for n in re.findall(rb"/Contents (\d+) 0 R", body)]
    lines = [line for number in contents for line in _lines(_stream(objects[number]), fonts)]
    return Pdf(raw, len(contents), lines, sorted(names), raw.count(b"/FontFile2"))


def _stream(body: bytes) -> bytes:
    match = _STREAM.search(body)
    assert match
    content = match[1].strip()
    if b"/ASCII85Decode" in body:
        content = base64.a85decode(
            b"<~" + content if content.endswith(b"~>") else content, adobe=content.endswith(b"~>")
        )
    return zlib.decompress(content) if b"/FlateDecode" in body else content


def _words(table: bytes) -> dict[int, str]:
    entries = re.findall(rb"^<([0-9A-F]{2})> <([0-9A-F]*)>$", table, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in entries}


def _lines(content: bytes, fonts: dict[bytes, dict[int, str]]) -> list[str]:
    rows: dict[float, list[tuple[float, str]]] = {}
    font, place = b"", (0.0, 0.0)
    for name, x, y, text, _number, _bracket in _SHOWN.findall(content):
        if name:
            font = name
        elif x:
            place = (float(x), float(y))
        elif text:
            codes = _ESCAPED.sub(_unescaped, text[1:-1])
            words = "".join(fonts[font][code] for code in codes)
            rows.setdefault(place[1], []).append((place[0], words))
    return [_joined(rows[height]) for height in sorted(rows, reverse=True)]


def _joined(parts: list[tuple[float, str]]) -> str:
    line, last = "", None
    for x, words in sorted(parts, key=lambda part: part[0]):
        line += words if last in (None, x) else f" {words}"
        last = x
    return line


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    if code.isdigit():
        return bytes([int(code, 8)])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}.get(code, code)
