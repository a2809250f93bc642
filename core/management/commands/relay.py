from __future__ import annotations

import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand

from core import relay


class Command(BaseCommand):
    help = "Wake a worker for each due outbox message, until stopped. Any number may run."
    requires_system_checks = ()  # `make run` and every deployment check before; a relay starts in half the time without

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--inline", action="store_true", help="Run handlers here, without a broker (SQLite trial).")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("relay ready")
        self.stdout.flush()
        if options["inline"]:
            relay.run(stop, wake=relay.wake_inline, room=relay.room_inline)
        else:
            relay.run(stop)
