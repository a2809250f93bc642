"""Where the embedded servers of this checkout listen.

Django's settings read this with DB_ENGINE=embedded, so it imports neither Django nor a driver. The supervisor writes
the ports it got into `.serai/run/ports.json`, and takes the file away when the servers stop.
"""

import json
import os
from pathlib import Path

from config.local import places, postgres, valkey, wheels


def ports_path(state: Path) -> Path:
    """The file in which a running supervisor tells its ports."""
    return state / "run" / "ports.json"


def record_ports(state: Path, ports: dict[str, int]) -> None:
    """Tell other processes of this checkout the ports, all or nothing."""
    path = ports_path(state)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.partial")
    partial.write_text(json.dumps(ports) + "\n")
    partial.replace(path)


def forget_ports(state: Path) -> None:
    """The servers are stopped."""
    ports_path(state).unlink(missing_ok=True)


def recorded_ports(state: Path) -> dict[str, int]:
    """The ports of the running supervisor; empty when none runs."""
    try:
        found = json.loads(ports_path(state).read_text())
    except (OSError, ValueError):
        return {}
    return {str(name): int(port) for name, port in found.items()} if isinstance(found, dict) else {}


def embedded_database_url() -> str | None:
    """The running embedded PostgreSQL; None when none runs."""
    port = recorded_ports(places.state_dir()).get(postgres.EmbeddedPostgres.name)
    return postgres.database_url(port) if port else None


def embedded_redis_url() -> str | None:
    """The running embedded Valkey; None when none runs."""
    port = recorded_ports(places.state_dir()).get(valkey.EmbeddedValkey.name)
    return valkey.redis_url(port) if port else None


def database_url() -> str:
    """The embedded PostgreSQL, or where it would listen: settings load even when nothing runs.

    Leaves with one line when nothing runs and the wheels are not installed.
    """
    running = embedded_database_url()
    if running is None:
        wheels.ensure_wheels()
    return running or postgres.database_url(postgres.PREFERRED_PORT)


def redis_url() -> str:
    """The embedded Valkey, or where it would listen."""
    return embedded_redis_url() or valkey.redis_url(valkey.PREFERRED_PORT)
