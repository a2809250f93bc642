"""Celery: a message is a hint, the outbox row is the truth (RELIABILITY.md §10)."""

from __future__ import annotations

from celery.schedules import crontab

from config.settings.database import REDIS_URL
from config.settings.env import Reader

_env = Reader("Celery")

CELERY_BROKER_URL = (
    _env.url(
        "CELERY_BROKER_URL",
        "",
        "The broker; empty: REDIS_URL. RabbitMQ works too.",
        schemes=["redis", "rediss", "amqp", "amqps"],
        secret=True,
    )
    or REDIS_URL
    or "memory://"
)
CELERY_WORKER_CONCURRENCY = _env.integer(
    "CELERY_WORKER_CONCURRENCY", 2, "Tasks one worker runs at a time.", low=1, high=64
)
OUTBOX_LEASE_SECONDS = _env.integer(
    "OUTBOX_LEASE_SECONDS",
    100,
    "After this long a handler that went silent is run again; above the 90 s a task may take, so never while it lives.",
    low=1,
    high=3600,
)

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": 300,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "health_check_interval": 10,
    }
    if CELERY_BROKER_URL.startswith("redis")
    else {}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "count how punctual stores are": {
        "task": "storefront.tasks.punctuality_count",
        "schedule": crontab(hour=3, minute=41),
    },
    "begin and end holidays of stores": {"task": "marketplace.tasks.holidays_turn", "schedule": 60.0},
    "expire unpaid orders": {"task": "sales.tasks.orders_expire", "schedule": 30.0},
    "settle open payments": {"task": "payments.tasks.payments_reconcile", "schedule": 30.0},
    "follow payouts": {"task": "payments.tasks.payouts_follow", "schedule": 30.0},
    "find unsettled payments": {"task": "payments.tasks.payments_unsettled_find", "schedule": 600.0},
    "ask about open disputes": {"task": "payments.tasks.disputes_reconcile", "schedule": 600.0},
    "compare yesterday with the gateways": {
        "task": "payments.tasks.settlement_days_check",
        "schedule": crontab(hour=2, minute=31),  # when yesterday is over by each gateway's clock
    },
    "release what sellers earned": {"task": "finance.tasks.holds_release", "schedule": 300.0},
    "ask for payouts": {"task": "finance.tasks.payouts_ask", "schedule": crontab(hour=4, minute=11, day_of_week="mon")},
    "watch how many text messages leave": {
        "task": "notifications.tasks.text_messages_watch",
        "schedule": crontab(minute="*/10"),
    },
    "look after common search words": {
        "task": "storefront.tasks.search_words_refresh",
        "schedule": crontab(minute="*/5"),
    },
    "sweep pictures that no row names": {
        "task": "catalog.tasks.orphan_pictures_delete",
        "schedule": crontab(hour=3, minute=51),
    },
    "purge used one-time codes": {"task": "accounts.tasks.one_time_codes_prune", "schedule": crontab(minute=7)},
    "purge handled outbox messages": {"task": "core.tasks.outbox_purge", "schedule": crontab(hour=3, minute=11)},
    "purge idempotency keys": {"task": "core.tasks.idempotency_purge", "schedule": crontab(hour=3, minute=21)},
    "purge expired private files": {"task": "core.tasks.private_files_purge", "schedule": crontab(minute=41)},
    "forget the rows of old imports": {
        "task": "marketplace.tasks.imports_purge",
        "schedule": crontab(hour=3, minute=41),
    },
    "purge counters of limits": {"task": "core.tasks.limits_purge", "schedule": crontab(minute=51)},
    "purge abandoned carts": {"task": "sales.tasks.carts_purge", "schedule": crontab(hour=3, minute=31)},
    "recompute the invariants": {"task": "core.tasks.invariants_check", "schedule": crontab(hour=4, minute=1)},
}
