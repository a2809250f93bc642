"""Make the database ready, in one Python process: check, migrate, roles, demo data. Run by `config.local.stack`."""

import argparse
import io
import json
import os
import sys
from pathlib import Path

import django
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

DEMO_SEED = 1


def main() -> int:
    """Prepare the database and write what was done as JSON; the exit status is 0, 1 (refused) or 2 (configuration)."""
    parser = argparse.ArgumentParser(prog="python -m config.local.prepare")
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--demo", default="", metavar="SCALE")
    parser.add_argument("--marker", type=Path, metavar="FILE")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    try:
        django.setup()
        report = prepare(options.demo, options.marker)
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        return 2
    except (CommandError, SystemCheckError) as error:
        print(error, file=sys.stderr)
        return 1
    except OperationalError as error:
        print(f"The database does not work with us: {str(error).strip()}", file=sys.stderr)
        return 1
    partial = options.report.with_suffix(".partial")
    partial.write_text(json.dumps(report) + "\n")
    partial.replace(options.report)
    return 0


def prepare(scale: str, marker: Path | None) -> dict[str, object]:
    """Migrate what is not migrated, make the roles, load the demo data of `scale` when asked and not there."""
    call_command("check", stdout=io.StringIO())  # Warnings still go to stderr.
    migrated = _migrate()
    call_command("init_roles", verbosity=0)
    report: dict[str, object] = {"migrated": migrated, "demo": "none", "logins": ""}
    if scale and marker:
        report["demo"] = _load_demo(scale, marker)
        report["logins"] = _logins()
    return report


def _migrate() -> int:
    """Apply what is missing; the number of migrations applied."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        print(f"Applying {len(plan)} migrations ...", flush=True)
        call_command("migrate", verbosity=0, interactive=False)
    return len(plan)


def _load_demo(scale: str, marker: Path) -> str:
    """Load the demo data into a database without people. A load that was cut off is taken up again."""
    database = f"{connection.settings_dict['HOST']}/{connection.settings_dict['NAME']}"
    cut_off = _read_marker(marker).get(database) == "loading"
    if not cut_off and get_user_model()._default_manager.exists():
        return "kept"
    _write_marker(marker, database, "loading")
    call_command("seed_demo", scale=scale, seed=DEMO_SEED, stdout=io.StringIO())  # the log-ins come in the report
    _write_marker(marker, database, "loaded")
    return "loaded"


def _logins() -> str:
    text = io.StringIO()
    call_command("seed_demo", print_logins=True, stdout=text)
    return text.getvalue().rstrip()


def _read_marker(marker: Path) -> dict[str, str]:
    try:
        found = json.loads(marker.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_marker(marker: Path, database: str, state: str) -> None:
    marker.write_text(json.dumps({**_read_marker(marker), database: state}) + "\n")


if __name__ == "__main__":
    sys.exit(main())
