"""Builds the storefront with the Node of this machine, else with one from a wheel; once for each state of its files."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from config.local.places import ROOT

FRONTEND = ROOT / "frontend"
BUILT = FRONTEND / "dist" / "built"
PACKAGES = FRONTEND / "node_modules" / ".serai"
OLDEST_NODE = (20, 19)
WHEEL = ROOT / "requirements-node.txt"
# What the bundle is made of; templates name classes of its style sheet too.
SOURCES = ("frontend/src", "storefront/templates", "frontend/package-lock.json", "frontend/vite.config.ts")


class NoNode(Exception):
    """There is no Node here, and none could be installed."""


def build(*, is_forced: bool = False) -> bool:
    """Build the bundle unless it is there; whether anything was done. Raises NoNode, CalledProcessError."""
    state = state_of_sources()
    if not is_forced and BUILT.is_file() and BUILT.read_text() == state:
        return False
    print("Building the storefront ...", flush=True)
    run("npm", "run", "--silent", "build", "--", "--logLevel", "warn")
    BUILT.write_text(state)
    return True


def run(*command: str) -> None:
    """A command of the front end, its packages being there. Raises NoNode, CalledProcessError."""
    environment = {**os.environ, "PATH": f"{node_folder()}{os.pathsep}{os.environ.get('PATH', '')}"}
    lock = _digest([FRONTEND / "package-lock.json"])
    if not PACKAGES.is_file() or PACKAGES.read_text() != lock:
        subprocess.run(["npm", "ci", "--no-progress", "--loglevel=error"], cwd=FRONTEND, env=environment, check=True)
        PACKAGES.write_text(lock)
    subprocess.run(command, cwd=FRONTEND, env=environment, check=True)


def state_of_sources() -> str:
    """A digest of everything that the bundle is made of."""
    return _digest(path for source in SOURCES for path in _files(ROOT / source))


def node_folder() -> Path:
    """Where a Node that is new enough lies; installed from a wheel where the machine has none. Raises NoNode."""
    found = shutil.which("node")
    if found and shutil.which("npm") and _is_new_enough(found):
        return Path(found).parent
    ours = Path(sys.executable).parent
    if not (ours / "node").exists():
        print("Installing Node from a wheel ...", flush=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(WHEEL)]
        if subprocess.run(pip, check=False).returncode:
            raise NoNode(f"The storefront needs Node {OLDEST_NODE[0]}.{OLDEST_NODE[1]} or later to be built.")
    return ours


def _is_new_enough(node: str) -> bool:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = re.match(r"v(\d+)\.(\d+)", said)
    return numbers is not None and (int(numbers[1]), int(numbers[2])) >= OLDEST_NODE


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    else:
        yield from sorted(one for one in path.rglob("*") if one.is_file())


def _digest(paths: Iterator[Path] | list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
