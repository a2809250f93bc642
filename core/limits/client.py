"""Where a request comes from: the one address that our own proxies vouch for."""

from __future__ import annotations

import functools
import ipaddress
from typing import Any

from django.conf import settings

UNKNOWN = "unknown"


def client_address(request: Any) -> str:
    """The client's address, an IPv6 one as its /64.

    Each of our TRUSTED_PROXY_COUNT proxies appends the address it saw to X-Forwarded-For, so the last so many entries
    are ours and whatever stands before them is the client's own word. Nothing else a client sends is looked at.
    """
    meta = request.META
    count = settings.TRUSTED_PROXY_COUNT
    if count:
        hops = meta.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(hops) >= count and (found := _normal(hops[-count].strip())):
            return found
    return _normal(meta.get("REMOTE_ADDR", "")) or UNKNOWN


@functools.lru_cache(maxsize=10_000)
def _normal(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return str(ipaddress.ip_network((int(address), 64), strict=False))
        address = address.ipv4_mapped
    return str(address)


@functools.lru_cache(maxsize=10_000)
def network_of(address: str) -> str:
    """The /24 or /48 of what `client_address` gives."""
    if address == UNKNOWN:
        return UNKNOWN
    found = ipaddress.ip_network(address)
    return str(found.supernet(new_prefix=24 if found.version == 4 else 48))
