"""HTTP to processes of this machine, whose addresses are plain: no client reads the certificates of the world, which
takes longer than a request."""

from __future__ import annotations

import ssl
from functools import partial
from typing import Any

import httpx

NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody
TIMEOUT_SECONDS = 20.0

get = partial(httpx.get, verify=NO_TLS, timeout=TIMEOUT_SECONDS)
post = partial(httpx.post, verify=NO_TLS, timeout=TIMEOUT_SECONDS)


def client(**options: Any) -> httpx.Client:
    """A client with cookies and connections of its own."""
    return httpx.Client(**{"verify": NO_TLS, "timeout": TIMEOUT_SECONDS, **options})
