"""Where rows and cached values live: PostgreSQL (own, given or embedded) or SQLite; Redis."""

from __future__ import annotations

from typing import Any

import environ

from config.local import addresses
from config.settings.base import STATE_DIR
from config.settings.env import Reader

_env = Reader("Database and Redis")

DB_ENGINE = _env.choice(
    "DB_ENGINE",
    "embedded",
    "Which database: embedded starts PostgreSQL from a pip wheel (development only).",
    choices=["embedded", "postgres", "sqlite"],
)
_database_url = _env.url(
    "DATABASE_URL",
    "",
    "A whole PostgreSQL address; wins over the DB_ variables.",
    schemes=["postgres", "postgresql"],
    secret=True,
)
_name = _env.text("DB_NAME", "serai", "Database name (DB_ENGINE=postgres).")
_user = _env.text("DB_USER", "serai", "Database user.")
_password = _env.text("DB_PASSWORD", "", "Database password.", secret=True)
_host = _env.text("DB_HOST", "127.0.0.1", "Database host.")
_port = _env.integer("DB_PORT", 5432, "Database port.", low=1, high=65535)
DATABASE_POOL = _env.boolean(
    "DATABASE_POOL", False, "Use a connection pool in the process: needed where one process serves many threads (ASGI)."
)
DATABASE_POOL_SIZE = _env.integer("DATABASE_POOL_SIZE", 20, "Connections in the pool of one process.", low=1, high=400)
SQLITE_PATH = _env.text("SQLITE_PATH", "", "The database file (DB_ENGINE=sqlite); empty: .serai/serai.sqlite3.")

# Statements are prepared only where a page is hot and its plan does not hang on the values (core.db.prepared): planning
# them once is most of what they cost. Searches depend on the words, so they are never prepared (core.db.fetch_limited).
_SESSION_OPTIONS = (
    "-c lock_timeout=5s -c statement_timeout=15s -c idle_in_transaction_session_timeout=30s "
    "-c plan_cache_mode=force_generic_plan"
)


def _postgres(url: str | None) -> dict[str, Any]:
    """A PostgreSQL entry with the time limits of RELIABILITY.md §10 and prepared statements switched on."""
    if url:
        database: dict[str, Any] = dict(environ.Env.db_url_config(url))
    else:
        database = {"NAME": _name, "USER": _user, "PASSWORD": _password, "HOST": _host, "PORT": _port}
    database["ENGINE"] = "core.postgres"
    options: dict[str, Any] = {"options": _SESSION_OPTIONS, "prepare_threshold": 2}
    if DATABASE_POOL:
        options["pool"] = {"min_size": 2, "max_size": DATABASE_POOL_SIZE, "timeout": 10}
        database["CONN_MAX_AGE"] = 0
    else:
        database["CONN_MAX_AGE"] = 300
    database["CONN_HEALTH_CHECKS"] = True
    database["OPTIONS"] = options
    return database


def _sqlite() -> dict[str, Any]:
    STATE_DIR.mkdir(exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": SQLITE_PATH or str(STATE_DIR / "serai.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


if _database_url:
    DB_ENGINE = "postgres"
    _default = _postgres(_database_url)
elif DB_ENGINE == "postgres":
    _default = _postgres(None)
elif DB_ENGINE == "sqlite":
    _default = _sqlite()
else:
    _default = _postgres(addresses.database_url())

DATABASES = {"default": _default}

REDIS_URL = _env.url(
    "REDIS_URL",
    "",
    "Redis for everything (cache, sockets, broker); empty: the embedded one, or none with DB_ENGINE=sqlite.",
    schemes=["redis", "rediss", "unix"],
    secret=True,
)
if not REDIS_URL and DB_ENGINE != "sqlite":
    REDIS_URL = addresses.redis_url()
CACHE_URL = _env.url(
    "CACHE_URL", "", "Redis of the cache alone; empty: REDIS_URL.", schemes=["redis", "rediss", "unix"], secret=True
)
_channel_urls = _env.words("CHANNEL_REDIS_URLS", [], "Redis addresses of the channel layer; several are sharded.")

if CACHE_URL or REDIS_URL:
    CACHES: dict[str, Any] = {
        "default": {
            "BACKEND": "core.cache.ForgivingRedisCache",
            "LOCATION": CACHE_URL or REDIS_URL,
            "KEY_PREFIX": "serai",
            "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
        }
    }
    CHANNEL_LAYERS: dict[str, Any] = {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {"hosts": _channel_urls or [REDIS_URL or CACHE_URL]},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
