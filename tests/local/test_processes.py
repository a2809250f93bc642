"""Child processes: nothing of them is left, whatever they do; a dead one is reported and started again."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from config.local import addresses, ports
from config.local.places import LocalServiceError
from config.local.process import ManagedProcess, ProcessSpec, group_members, never
from config.local.run import Keeper, without_password
from config.local.stack import SIMULATORS, Stack

STUBBORN = (
    "import os, signal, sys, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "os.fork()\n"
    "print('up', flush=True)\n"
    "time.sleep(60)\n"
)


def python(home: Path, program: str, *, stop_timeout_seconds: float = 5.0) -> ManagedProcess:
    return ManagedProcess(
        ProcessSpec(
            name="child",
            argv=[sys.executable, "-c", program, str(home)],
            log_path=home / "child.log",
            env=dict(os.environ),
            stop_timeout_seconds=stop_timeout_seconds,
        )
    )


def test_a_process_that_ignores_the_stop_is_killed_with_its_children_and_said_so(home: Path) -> None:
    process = python(home, STUBBORN, stop_timeout_seconds=0.3)
    process.wait_until(lambda: process.new_log().count("up") == 2, timeout_seconds=10, interrupted=never)
    assert len(group_members(process.pid)) == 2
    assert process.stop() is False
    deadline = time.monotonic() + 5  # a signal is sent at once and takes effect in a moment
    while (left := group_members(process.pid)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert left == []
    assert process.returncode == -signal.SIGKILL


def test_a_process_that_obeys_ends_cleanly(home: Path) -> None:
    process = python(home, "import time; print('up', flush=True); time.sleep(60)")
    process.wait_until(lambda: "up" in process.new_log(), timeout_seconds=10, interrupted=never)
    assert process.stop() is True
    assert process.returncode == -signal.SIGTERM


def test_a_process_that_ends_while_starting_is_reported_with_its_last_lines(home: Path) -> None:
    process = python(home, "raise SystemExit('no such setting')")
    with pytest.raises(LocalServiceError, match=r"child ended while starting \(exit status 1\):\n    no such setting"):
        process.wait_until(never, timeout_seconds=10, interrupted=never)


def test_a_dead_process_is_reported_with_its_log_and_started_again_after_a_wait(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = "import sys, time; print('out of luck', flush=True); time.sleep(60)"
    stack = Stack(
        home,
        commands={"web": [sys.executable, "-c", program, str(home)]},
        web_port=29001,
        gateway_ports={name: 29002 + place for place, name in enumerate(SIMULATORS)},
    )
    now = [0.0]
    keeper = Keeper(stack, clock=lambda: now[0])
    try:
        stack.respawn("web")
        first = stack.pid("web")
        deadline = time.monotonic() + 10
        while "out of luck" not in stack.running["web"].new_log() and time.monotonic() < deadline:
            time.sleep(0.02)
        stack.kill("web")
        keeper.look()
        said = capsys.readouterr().err
        assert "web ended (killed by SIGKILL); starting it again in 1 s. Its last lines:" in said
        assert "    out of luck" in said
        now[0] = 0.9
        keeper.look()
        assert list(stack.ended()) == ["web"]
        now[0] = 1.0
        keeper.look()
        assert stack.ended() == {}
        assert stack.pid("web") != first
        stack.kill("web")
        keeper.look()
        assert "starting it again in 2 s" in capsys.readouterr().err
    finally:
        assert stack.stop() == []


def test_recorded_ports_are_found_and_forgotten(tmp_path: Path) -> None:
    assert addresses.recorded_ports(tmp_path) == {}
    addresses.record_ports(tmp_path, {"postgres": 15433, "valkey": 16380})
    assert addresses.recorded_ports(tmp_path) == {"postgres": 15433, "valkey": 16380}
    addresses.forget_ports(tmp_path)
    assert addresses.recorded_ports(tmp_path) == {}


def test_a_damaged_record_counts_as_nothing_running(tmp_path: Path) -> None:
    addresses.record_ports(tmp_path, {"postgres": 15433})
    addresses.ports_path(tmp_path).write_text('{"postgres": 15')
    assert addresses.recorded_ports(tmp_path) == {}


def test_free_ports_stay_below_the_ephemeral_range() -> None:
    assert 31000 <= ports.free_port(31000) < 32768
    with pytest.raises(LocalServiceError, match="No free port between 32768 and 32767"):
        ports.free_port(32768)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://serai:pa%40ss@db:5432/serai", "postgresql://serai:***@db:5432/serai"),
        ("redis://:secret@cache:6379/0", "redis://:***@cache:6379/0"),
        ("postgresql://postgres@127.0.0.1:15432/serai", "postgresql://postgres@127.0.0.1:15432/serai"),
    ],
)
def test_passwords_are_not_shown(url: str, shown: str) -> None:
    assert without_password(url) == shown
