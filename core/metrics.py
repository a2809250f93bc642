"""Counters for `/metrics` (Prometheus)."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

REQUESTS = Counter("serai_http_requests_total", "HTTP answers", ["route", "method", "status"])
REQUEST_SECONDS = Histogram(
    "serai_http_request_seconds", "Time to answer", ["route"], buckets=(0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10)
)
OUTBOX_HANDLED = Counter("serai_outbox_handled_total", "Outbox rows run", ["handler", "outcome"])
OUTBOX_SECONDS = Histogram("serai_outbox_handler_seconds", "Time one handler took", ["handler"])
BAD_SIGNATURES = Counter("serai_webhook_bad_signatures_total", "Notifications with a bad signature", ["gateway"])
