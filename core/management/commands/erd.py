"""Write `docs/erd.md`, the entity diagrams of every app, from the models, or check that it is fresh."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Field, Model
from django.db.models.fields.related import ForeignKey, OneToOneField

from core.labels import own_app_configs

HEADER = """\
# Entities

Every table of Serai, one diagram per app, from the top of the house down. Written by `manage.py erd` from the
models; `make lint` fails when it is stale. A box without columns belongs to another app.
"""


def erd_text(app_configs: list[AppConfig]) -> str:
    """The whole page in Markdown with one Mermaid `erDiagram` per app that has models."""
    parts = [HEADER]
    for app_config in app_configs:
        models = sorted(app_config.get_models(), key=lambda model: model.__name__)
        if models:
            parts.append(f"\n## {app_config.label}\n\n```mermaid\nerDiagram\n")
            parts.extend(f"{line}\n" for line in _diagram(models, app_config.label))
            parts.append("```\n")
    return "".join(parts)


def _diagram(models: list[type[Model]], app_label: str) -> Iterator[str]:
    for model in models:
        yield f"    {_entity(model, app_label)} {{"
        for field in _columns(model):
            yield f"        {_column(field)}"
        yield "    }"
    for model in models:
        for field in _columns(model):
            if isinstance(field, ForeignKey):
                yield f"    {_relation(model, field, app_label)}"


def _columns(model: type[Model]) -> list[Field[Any, Any]]:
    return list(model._meta.local_concrete_fields)


def _entity(model: type[Model], app_label: str) -> str:
    name = model.__name__
    return name if model._meta.app_label == app_label else f"{model._meta.app_label}_{name}"


def _column(field: Field[Any, Any]) -> str:
    kind = field.get_internal_type().removesuffix("Field") or "Field"
    if isinstance(field, ForeignKey):
        kind, key = field.target_field.get_internal_type().removesuffix("Field"), " FK"
    else:
        key = " PK" if field.primary_key else " UK" if field.unique else ""
    optional = ' "may be null"' if field.null else ""
    return f"{kind} {field.column}{key}{optional}"


def _relation(model: type[Model], field: ForeignKey[Any, Any], app_label: str) -> str:
    """`Order ||--o{ OrderItem : order`: the left mark says if the row may stand without the other."""
    target = field.related_model
    one = "|o" if field.null else "||"
    many = "o|" if isinstance(field, OneToOneField) else "o{"
    return f"{_entity(target, app_label)} {one}--{many} {_entity(model, app_label)} : {field.name}"


class Command(BaseCommand):
    help = "Write docs/erd.md from the models; with --check, fail when it is stale."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, fail when the page is stale")

    def handle(self, *args: object, check: bool = False, **options: object) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "erd.md"
        text = erd_text(own_app_configs())
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write("Wrote docs/erd.md.")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError("docs/erd.md is stale: run `manage.py erd` and commit the page.")
