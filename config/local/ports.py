"""Choosing and checking TCP ports on 127.0.0.1.

Ports stay below 32768: above it the kernel hands out ports for outgoing connections, and one of those may sit on ours.
"""

import socket
from collections.abc import Iterator
from contextlib import closing

from config.local.places import LocalServiceError

HOST = "127.0.0.1"
EPHEMERAL_START = 32768


def is_free(port: int, host: str = HOST) -> bool:
    """Whether a server could listen on this port now."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def accepts(port: int, host: str = HOST, timeout_seconds: float = 1.0) -> bool:
    """Whether somebody listens on this port."""
    try:
        with closing(socket.create_connection((host, port), timeout=timeout_seconds)):
            return True
    except OSError:
        return False


def free_ports(preferred: int) -> Iterator[int]:
    """Free ports from `preferred` upwards."""
    yield from (port for port in range(preferred, EPHEMERAL_START) if is_free(port))


def free_port(preferred: int) -> int:
    """The first free port from `preferred` upwards. Raises LocalServiceError when there is none."""
    for port in free_ports(preferred):
        return port
    raise LocalServiceError(f"No free port between {preferred} and {EPHEMERAL_START - 1} on {HOST}")


def require_free(port: int, purpose: str, hint: str, host: str = HOST) -> None:
    """Raises LocalServiceError, naming the purpose and the way out, when the port is taken."""
    if not is_free(port, host):
        raise LocalServiceError(f"Port {port} for {purpose} is already taken: stop the program on it, or {hint}")
