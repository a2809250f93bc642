"""What can go wrong between us and a gateway: one tree, and each error says whether trying again can help."""

from typing import ClassVar


class GatewayError(Exception):
    """A call to a gateway did not bring a usable answer.

    `code` is stable and for machines; `detail` is for logs and staff, never for shoppers. `retry_helps` says that the
    same call, with the same references, may succeed later.
    """

    retry_helps: ClassVar[bool] = False

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class GatewayUnavailable(GatewayError):
    """No answer, a failure or an unreadable answer: **what the gateway did is unknown**; ask it again.

    Codes: `timeout`, `unreachable` (nothing was sent), `disconnected`, `server_error`, `stored_error` (a failure
    that was kept under our key and is answered for ever), `too_many_requests`, `unreadable`.
    """

    retry_helps = True


class GatewayRefused(GatewayError):
    """The gateway understood and said no; nothing happened there. `code` is the gateway's own, or WRONG_KEY."""


SPLITS_REFUSED = "splits_refused"  # of GatewayRefused, by `start` alone: open it again without
WRONG_KEY = "wrong_key"  # of GatewayRefused: `check` alone says it


class BadSignature(GatewayError):
    """A notification that its gateway did not sign, or not for now. It changes nothing.

    Codes: `missing`, `malformed`, `timestamp`, `mismatch`.
    """
