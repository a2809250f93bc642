"""`make run` itself: what it refuses, what it starts, that it repairs and that it leaves nothing."""

from __future__ import annotations

import importlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from config.local import places, ports
from config.local.places import LocalServiceError
from config.local.process import never
from config.local.run import stack_from
from tests.local.conftest import processes_naming, wait_until_gone
from tests.races.harness import FULL

SERVER_VARIABLES = ("DATABASE_URL", "REDIS_URL", "DB_ENGINE", "DJANGO_SETTINGS_MODULE")


def environment(**values: str) -> dict[str, str]:
    """This machine without any server: what a newcomer's shell has."""
    clean = {name: value for name, value in os.environ.items() if name not in SERVER_VARIABLES}
    return {**clean, "SERAI_DEMO_SCALE": "none", **values}


class Terminal:
    """A running `python -m config.local`, and what it printed so far."""

    def __init__(self, home: Path, *arguments: str, **values: str) -> None:
        self.output = home / "terminal.txt"
        with self.output.open("wb") as out:
            self.program = subprocess.Popen(
                [sys.executable, "-m", "config.local", "--state", str(home / "state"), *arguments],
                cwd=places.ROOT,
                env=environment(**values),
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    @property
    def text(self) -> str:
        return self.output.read_text()

    def wait_for(self, pattern: str, seconds: float = 90.0) -> re.Match[str]:
        deadline = time.monotonic() + seconds
        while not (found := re.search(pattern, self.text)):
            assert self.program.poll() is None, self.text
            assert time.monotonic() < deadline, self.text
            time.sleep(0.1)
        return found

    def interrupt(self) -> int:
        self.program.send_signal(signal.SIGINT)
        return self.program.wait(60)


@contextmanager
def terminal(home: Path, *arguments: str, **values: str) -> Iterator[Terminal]:
    opened = Terminal(home, *arguments, **values)
    try:
        yield opened
    finally:
        if opened.program.poll() is None:
            opened.program.kill()
            opened.program.wait()
            wait_until_gone(home)


def refused(*arguments: str, **values: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "config.local", *arguments],
        cwd=places.ROOT,
        env=environment(**values),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def get(url: str) -> int:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return int(answer.status)


def test_a_wrong_environment_is_told_one_line_per_problem_before_anything_starts(home: Path) -> None:
    answer = refused("--state", str(home / "state"), "run", WEB_PORT="eight", LOG_LEVEL="loud")
    assert answer.returncode == 2
    assert answer.stderr.splitlines() == [
        "The configuration has problems:",
        "  - LOG_LEVEL is 'loud', expected one of debug, info, warning, error",
        "  - WEB_PORT is 'eight', expected a whole number from 1 to 65535",
    ]
    assert not (home / "state").exists()


def test_a_taken_port_is_refused_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = importlib.import_module("config.settings.dev")
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(settings, "WEB_PORT", port)
        with pytest.raises(LocalServiceError, match=rf"Port {port} for the site .* WEB_PORT=8080 make run"):
            stack_from(settings, tmp_path, never)


def test_exec_gives_a_command_the_servers_and_its_exit_status(home: Path) -> None:
    program = "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL']); raise SystemExit(7)"
    answer = refused("--state", str(home / "state"), "exec", "--", sys.executable, "-c", program)
    assert (answer.returncode, answer.stderr) == (7, "")
    assert processes_naming(home) == []


@pytest.mark.journey
def test_make_run_serves_the_shop_brings_a_killed_worker_back_and_stops_cleanly(home: Path) -> None:
    port = ports.free_port(24000)
    with terminal(home, "run", WEB_PORT=str(port)) as shown:
        shown.wait_for("Press Ctrl-C to stop")
        assert f"http://127.0.0.1:{port}/admin/" in shown.text
        assert get(f"http://127.0.0.1:{port}/readyz") == 200
        assert get(f"http://127.0.0.1:{port}/") == 200
        second = refused("--state", str(home / "state"), "run", WEB_PORT=str(port))
        assert second.returncode == 1
        assert f"already runs from this folder (pid {shown.program.pid})" in second.stderr
        the_worker_comes_back(shown)
        stops_cleanly(shown)
    assert processes_naming(home) == []
    assert not ports.accepts(port)


@pytest.mark.journey
@pytest.mark.skipif(not FULL, reason="kills everything and starts it twice: make prove")
def test_make_run_killed_outright_leaves_nothing_and_starts_again_in_seconds(home: Path) -> None:
    port = ports.free_port(24000)
    with terminal(home, "run", WEB_PORT=str(port)) as shown:
        shown.wait_for("Press Ctrl-C to stop")
        shown.program.kill()  # without a chance to clean up
        shown.program.wait()
    assert wait_until_gone(home) == []
    assert not ports.accepts(port)
    started = time.monotonic()
    with terminal(home, "run", WEB_PORT=str(port)) as shown:
        shown.wait_for("Press Ctrl-C to stop")
        assert time.monotonic() - started < 15
        the_worker_comes_back(shown)
        stops_cleanly(shown)
    assert processes_naming(home) == []
    assert not ports.accepts(port)


def the_worker_comes_back(shown: Terminal) -> None:
    """When it is killed that is reported, and it is started again."""
    os.kill(child_of(shown.program.pid, "worker@serai"), signal.SIGKILL)
    shown.wait_for(r"worker ended \(killed by SIGKILL\); starting it again in 1 s")
    time.sleep(2)
    assert child_of(shown.program.pid, "worker@serai") > 0


def stops_cleanly(shown: Terminal) -> None:
    assert shown.interrupt() == 0
    assert shown.text.endswith("Stopping ...\nStopped.\n")


def child_of(parent: int, words: str) -> int:
    """The pid of the child of `parent` whose command line holds the words; 0 when there is none."""
    listing = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    rows = [line.split(None, 2) for line in listing.stdout.splitlines()]
    return next((int(row[0]) for row in rows if int(row[1]) == parent and words in row[2]), 0)
