"""A progress bar for people at a terminal, a line per stage for logs."""

from __future__ import annotations

import time
from typing import TextIO

_WIDTH = 28


class Progress:
    """`begin("orders", 900)`, `step()` 900 times. Writes to `stream`; nothing when it is None."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._is_terminal = bool(stream and stream.isatty())
        self._name, self._total, self._done, self._shown_at = "", 0, 0, 0.0

    def begin(self, name: str, total: int = 1) -> None:
        self._finish()
        self._name, self._total, self._done = name, max(1, total), 0
        self._show()

    def step(self, count: int = 1) -> None:
        self._done += count
        if time.monotonic() - self._shown_at > 0.1:
            self._show()

    def end(self) -> None:
        self._finish()
        self._name = ""

    def _finish(self) -> None:
        if self._stream is None or not self._name:
            return
        self._done = self._total
        if self._is_terminal:
            self._show()
            self._stream.write("\n")
        else:
            self._stream.write(f"{self._name}: {self._total}\n")
        self._stream.flush()

    def _show(self) -> None:
        if self._stream is None or not self._is_terminal:
            return
        self._shown_at = time.monotonic()
        share = min(1.0, self._done / self._total)
        bar = "█" * round(share * _WIDTH)
        self._stream.write(f"\r{self._name:<22} {bar:·<{_WIDTH}} {share:4.0%}  {self._done}/{self._total} ")
        self._stream.flush()
