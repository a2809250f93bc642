from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.local import places


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that the servers' user can enter; nothing may run from it in the end."""
    home = places.temporary_home()
    yield home
    left = processes_naming(home)
    shutil.rmtree(home, ignore_errors=True)
    assert left == []


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder of this test's own."""
    with folder() as home:
        yield home


def processes_naming(home: Path) -> list[str]:
    """The command lines of all processes of this machine that name the folder."""
    listing = subprocess.run(["ps", "-A", "-ww", "-o", "args="], capture_output=True, text=True, check=True)
    return [line for line in listing.stdout.splitlines() if str(home) in line]


def wait_until_gone(home: Path, seconds: float = 15.0) -> list[str]:
    """What still names the folder after some time; empty as soon as nothing does."""
    deadline = time.monotonic() + seconds
    while (left := processes_naming(home)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left
