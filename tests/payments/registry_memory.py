"""A registry that has read nothing yet, as in a process that has just started; what it reads is not left to others."""

from __future__ import annotations

import pytest

from payments import registry


@pytest.fixture
def new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_memory", registry._Memory())
