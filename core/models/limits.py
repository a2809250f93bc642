"""Counters of limits (`core.limits`). Their names are keyed hashes; rows that are over are purged every hour."""

from __future__ import annotations

from django.db import models


class RateWindow(models.Model):
    """How often something happened in one window."""

    name = models.CharField(max_length=120, primary_key=True)
    allowed = models.IntegerField()
    used = models.IntegerField()
    expires_at = models.FloatField(db_index=True)  # Unix time

    class Meta:
        verbose_name = "rate window"

    def __str__(self) -> str:
        return self.name


class RateTry(models.Model):
    """Tries at one secret, and when (Unix time) the next may come."""

    name = models.CharField(max_length=120, primary_key=True)
    used = models.IntegerField()
    next_at = models.FloatField(db_index=True)

    class Meta:
        verbose_name = "rate try"
        verbose_name_plural = "rate tries"

    def __str__(self) -> str:
        return self.name
