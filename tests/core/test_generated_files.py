"""`.env.example` and `docs/erd.md` are written by commands, and a stale one stops `make lint`."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from config.settings.env import VARIABLES
from core.labels import own_app_configs
from core.management.commands.erd import erd_text


@pytest.fixture
def repository(settings, tmp_path: Path) -> Path:
    """An empty repository root for the commands to write into."""
    settings.BASE_DIR = tmp_path
    return tmp_path


def test_env_example_lists_every_variable_once_and_no_secret(repository: Path) -> None:
    call_command("env_example", stdout=StringIO())

    text = (repository / ".env.example").read_text(encoding="utf-8")
    lines = re.findall(r"^#([A-Z][A-Z0-9_]*)=(.*)$", text, flags=re.MULTILINE)
    assert sorted(name for name, _ in lines) == sorted(VARIABLES)
    assert {value for name, value in lines if VARIABLES[name].secret} == {""}


def test_env_example_copied_to_an_environment_sets_nothing(repository: Path) -> None:
    call_command("env_example", stdout=StringIO())

    lines = (repository / ".env.example").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []


def test_env_example_check_fails_on_a_missing_and_on_a_changed_file(repository: Path) -> None:
    with pytest.raises(CommandError, match="stale"):
        call_command("env_example", check=True)
    call_command("env_example", stdout=StringIO())
    call_command("env_example", check=True)
    path = repository / ".env.example"
    path.write_text(path.read_text(encoding="utf-8") + "\n#LEFT_OVER=1\n", encoding="utf-8")
    with pytest.raises(CommandError, match="stale"):
        call_command("env_example", check=True)


def test_the_diagram_shows_columns_keys_and_relations_of_an_app() -> None:
    lines = erd_text([apps.get_app_config("sales")]).splitlines()

    assert "    Order ||--o{ StoreOrder : order" in lines
    assert lines[lines.index("    StoreOrder {") + 1] == "        UUID id PK"
    assert lines.count("erDiagram") == 1


def test_every_app_of_the_house_has_its_diagram_from_the_top_down() -> None:
    labels = [config.label for config in own_app_configs()]

    assert labels[0] == "notifications"
    assert labels[-1] == "core"


def test_erd_check_fails_when_the_page_is_missing_and_passes_once_written(repository: Path) -> None:
    with pytest.raises(CommandError, match="stale"):
        call_command("erd", check=True)
    call_command("erd", stdout=StringIO())
    call_command("erd", check=True)
