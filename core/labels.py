"""The labels of models and fields in the reader's language.

Most models say no `verbose_name` where the name of a field says it already. Instead of repeating every name in a
`gettext_lazy`, the labels that Django derives are translated as they are: `manage.py messages` puts them into the
catalogues, and `translate` makes each model and field of ours show its translation.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings
from django.utils.translation import gettext_lazy, override


def own_app_configs() -> list[AppConfig]:
    """The installed apps with models that live in this repository, uppermost layer first."""
    base = Path(settings.BASE_DIR)
    found = [
        config for config in apps.get_app_configs() if Path(config.path).parent == base and any(config.get_models())
    ]
    return found[::-1]


def texts() -> Iterator[tuple[str, str]]:
    """Every label of ours in English, each with the file it belongs to."""
    with override(None):
        for config in own_app_configs():
            place = f"{config.label}/models"
            yield str(config.verbose_name), place
            for model in config.get_models():
                yield str(model._meta.verbose_name), place
                yield str(model._meta.verbose_name_plural), place
                for field in model._meta.concrete_fields:
                    yield str(field.verbose_name), place


def translate() -> None:
    """Show the labels of our models in the active language from now on. Migrations do not see it."""
    with override(None):
        for config in own_app_configs():
            config.verbose_name = gettext_lazy(str(config.verbose_name))
            for model in config.get_models():
                model._meta.verbose_name = gettext_lazy(str(model._meta.verbose_name))
                model._meta.verbose_name_plural = gettext_lazy(str(model._meta.verbose_name_plural))
                for field in model._meta.concrete_fields:
                    field.verbose_name = gettext_lazy(str(field.verbose_name))
