"""The picture of the house (DESIGN.md §1) holds: imports and relations point down, private modules stay private."""

from __future__ import annotations

import configparser
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
PRIVATE = {"api", "tasks", "receivers", "admin", "management", "consumers", "pages"}


def layers() -> list[list[str]]:
    """The layers of `.importlinter` from top to bottom; apps that share a line are neighbours."""
    config = configparser.ConfigParser(comment_prefixes=("#",))
    config.read(ROOT / ".importlinter")
    lines = [line.split("#")[0].strip() for line in config["importlinter:contract:house"]["layers"].splitlines()]
    return [[app.strip(" ()") for app in line.split("|")] for line in lines if line]


def own_apps() -> list[str]:
    return [
        config.name
        for config in apps.get_app_configs()
        if Path(config.path).parent == ROOT and (ROOT / config.name / "__init__.py").exists()
    ]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*own_apps(), "config", include_external_packages=False)


def test_every_app_stands_in_the_contract():
    listed = {app for line in layers() for app in line}
    assert set(own_apps()) - {"config"} <= listed
    assert {name for name in settings.INSTALLED_APPS if (ROOT / name.split(".")[0]).is_dir()} <= {
        *listed,
        *(name for name in settings.INSTALLED_APPS if name.startswith("config.")),
    }


def test_relations_between_models_point_down():
    height = {app: index for index, line in enumerate(layers()) for app in line}
    upward = []
    for model in apps.get_models():
        if model.__module__.split(".")[0] not in height:
            continue
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and not field.auto_created else None
            app = target.__module__.split(".")[0] if isinstance(target, type) else ""
            if app in height and height[app] < height[model.__module__.split(".")[0]]:
                upward.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert upward == []


def test_private_modules_of_other_apps_are_not_imported(graph):
    """`sales` may use `catalog.services`, never `catalog.api` or `catalog.admin`. The wiring in config may."""
    wrong = []
    for module in sorted(graph.modules):
        importer = module.split(".")[0]
        if importer == "config":
            continue
        for imported in graph.find_modules_directly_imported_by(module):
            parts = imported.split(".")
            if parts[0] not in (importer, "core") and len(parts) > 1 and parts[1] in PRIVATE:
                wrong.append(f"{module} imports {imported}")
    allowed = {line for line in wrong if "imports catalog.api.views" in line and line.startswith("storefront.api")}
    assert sorted(set(wrong) - allowed) == []


def test_nothing_in_the_house_imports_the_wiring(graph):
    wrong = [
        f"{importer} imports {module}"
        for module in graph.modules
        if module.split(".")[0] == "config"
        for importer in graph.find_modules_that_directly_import(module)
        if importer.split(".")[0] != "config"
    ]
    assert wrong == []
