"""Calls of the official library: their answers as plain values, their refusals in the words of the contract."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import stripe

from payments.gateways.errors import GatewayRefused, GatewayUnavailable


def called(call: Callable[[], Any]) -> dict[str, Any]:
    """An answer as plain values. Raises GatewayRefused where Stripe said no, GatewayUnavailable where it said nothing
    about the payment: it is busy, a call with the same key is under way, or it does not accept our key."""
    try:
        shown: dict[str, Any] = call().to_dict()
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        raise GatewayUnavailable("refused", "Stripe does not accept our key") from error
    except stripe.InvalidRequestError as error:
        raise GatewayRefused(str(error.code or "invalid_request"), str(error.user_message or "")[:500]) from error
    except (stripe.CardError, stripe.IdempotencyError) as error:
        raise GatewayRefused(str(error.code or "refused"), str(error.user_message or "")[:500]) from error
    except stripe.StripeError as error:
        is_busy = isinstance(error.json_body, dict) and "error" in error.json_body  # a call with this key is under way
        raise GatewayUnavailable("busy" if is_busy else "unreadable", type(error).__name__) from error
    except (ValueError, RecursionError, AttributeError) as error:
        raise GatewayUnavailable("unreadable", type(error).__name__) from error
    return shown


def keyed(key: str, call: Callable[[Any], Any], *, most_keys: int) -> dict[str, Any]:
    """The answer to a call with an idempotency key; with the next of so many keys where a failure is stored."""
    for number in range(1, most_keys + 1):
        options = {"idempotency_key": key if number == 1 else f"{key}#{number}"}
        try:
            return called(partial(call, options))
        except GatewayUnavailable as error:
            if error.code != "stored_error" or number == most_keys:
                raise
    raise AssertionError("at least one key")


def listed(call: Callable[[], Any], what: str) -> list[dict[str, Any]]:
    """The whole of a list that fits one page. Raises GatewayUnavailable for what is no list, or goes on."""
    shown = called(call)
    rows = shown.get("data")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise GatewayUnavailable("unreadable", f"no list of {what}")
    if shown.get("has_more") is not False:
        raise GatewayUnavailable("unreadable", f"the list of {what} goes on")
    return rows


def told(shown: Mapping[str, Any], name: str) -> object:
    """What we told Stripe of a refund or transfer, where it is one of ours."""
    metadata = shown.get("metadata")
    return metadata.get(name) if isinstance(metadata, Mapping) else None
