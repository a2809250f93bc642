"""The build of the storefront: which Node it takes, and when there is something to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from config.local import shop


def node_that_says(folder: Path, version: str) -> Path:
    folder.mkdir()
    for name in ("node", "npm"):
        program = folder / name
        program.write_text(f"#!/bin/sh\necho {version}\n")
        program.chmod(0o755)
    return folder


@pytest.mark.parametrize("version", ["v20.19.0", "v22.1.0", "v24.19.0"])
def test_a_node_of_the_machine_that_is_new_enough_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
):
    folder = node_that_says(tmp_path / "bin", version)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert shop.node_folder() == folder


@pytest.mark.parametrize("version", ["v18.20.4", "v20.18.9", "nonsense"])
def test_an_old_one_is_left_alone_for_that_of_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str):
    folder = node_that_says(tmp_path / "old", version)
    ours = node_that_says(tmp_path / "venv", "v24.19.0")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(shop.sys, "executable", str(ours / "python"))
    assert shop.node_folder() == ours


def test_the_state_of_the_sources_changes_with_each_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shop, "ROOT", tmp_path)
    for source in shop.SOURCES:
        path = tmp_path / source
        path = path if path.suffix else path / "one.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before")
    seen = {shop.state_of_sources()}
    for source in shop.SOURCES:
        path = tmp_path / source
        (path if path.suffix else path / "one.txt").write_text("after")
        seen.add(shop.state_of_sources())
    assert len(seen) == len(shop.SOURCES) + 1
