from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.local import places


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that the servers' user can enter; nothing may run from it when the test is over."""
    folder = places.temporary_home()
    yield folder
    left = processes_naming(folder)
    shutil.rmtree(folder, ignore_errors=True)
    assert left == []


def processes_naming(folder: Path) -> list[str]:
    """The command lines of all processes of this machine that name the folder."""
    listing = subprocess.run(["ps", "-A", "-ww", "-o", "args="], capture_output=True, text=True, check=True)
    return [line for line in listing.stdout.splitlines() if str(folder) in line]


def wait_until_gone(folder: Path, seconds: float = 15.0) -> list[str]:
    """What still names the folder after some time; empty as soon as nothing does."""
    deadline = time.monotonic() + seconds
    while (left := processes_naming(folder)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left
