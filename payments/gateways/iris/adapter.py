"""Midtrans's payouts to Indonesian bank accounts: one key creates a payout, another one approves it, a bank carries it
out, and Midtrans tells how that ends.

Creating and approving carry keys made of our payout's id, so each is done once; Midtrans forgets such a key after a
day, and what it has is therefore asked before anything is repeated. A payout that is known by no reference yet is
recognised by our id in its notes.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from core.money import Money
from payments.gateways.contract import (
    EventSubject,
    GatewayEvent,
    TransferRequest,
    TransferState,
    TransferStatus,
    readable,
)
from payments.gateways.errors import GatewayRefused, GatewayUnavailable
from payments.gateways.http import Answer, GatewayHttp
from payments.gateways.iris import wire
from payments.gateways.midtrans.wire import CURRENCY, JAKARTA, authorization, read_money, read_object

MOST_BYTES = 8 * 1024 * 1024  # a list of a few days' payouts
BALANCE = "balance_insufficient"
_LOW = re.compile(r"balance|saldo|insufficient", re.IGNORECASE)
_KEY_TAKEN = re.compile(r"idempotency", re.IGNORECASE)
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 ]+", re.ASCII)
_REFUSALS = (400, 422)  # it was read, and will not be done


class IrisCarrier:
    """One merchant's deposit. `previous_keys` still check what was signed before the merchant's key was changed."""

    def __init__(
        self,
        *,
        url: str,
        creator_key: str,
        approver_key: str,
        merchant_key: str,
        previous_keys: Sequence[str] = (),
        connect_timeout_seconds: float = 3.0,
        total_timeout_seconds: float = 10.0,
    ) -> None:
        self._http = GatewayHttp(connect_timeout_seconds=connect_timeout_seconds, max_answer_bytes=MOST_BYTES)
        self._url = f"{url.rstrip('/')}/api/v1"
        self._creator = authorization(creator_key)
        self._approver = authorization(approver_key)
        self._merchant_keys = (merchant_key, *previous_keys)
        self._timeout = total_timeout_seconds

    def transfer(self, request: TransferRequest) -> TransferState:
        """Create the payout, or approve the one that is there.

        Raises GatewayRefused where it cannot be created, and `balance_insufficient`. One that cannot be approved for
        another reason is not given up, since somebody could approve it in the portal: GatewayUnavailable.
        """
        return self._approved(request) if request.known_as else self._created(request)

    def query_transfer(self, request: TransferRequest) -> TransferState:
        """How a payout stands, by Midtrans's reference; while that is not known, by our id in the notes."""
        shown = self._details(request) if request.known_as else self._found(request)
        return TransferState(TransferStatus.NOT_FOUND) if shown is None else _state(shown)

    def parse_event(self, headers: Mapping[str, str], body: bytes) -> GatewayEvent:
        """Read a notification from its raw bytes. Raises BadSignature."""
        wire.check_signature(self._merchant_keys, headers, body)
        try:
            shown = read_object(body)
        except ValueError:
            return GatewayEvent(_key(body), EventSubject.OTHER, problems=("no object",))
        reference, status = shown.get("reference_no"), readable(shown.get("status", ""), 40)
        if not isinstance(reference, str) or not reference:
            return GatewayEvent(_key(body), EventSubject.OTHER, type=status)  # the deposit was topped up
        failure = readable(wire.failure_of(shown), 200)
        return GatewayEvent(
            event_key=_key(repr([reference, status, shown.get("updated_at"), shown.get("amount")]).encode()),
            subject=EventSubject.PAYOUT,
            type=status,
            gateway_reference=readable(reference, 128),
            amount=read_money(shown.get("amount"), CURRENCY),
            problems=(failure,) if failure else (),
        )

    # The steps

    def _created(self, request: TransferRequest) -> TransferState:
        content = {
            "payouts": [
                {
                    "beneficiary_name": request.holder,
                    "beneficiary_account": request.destination,
                    "beneficiary_bank": request.bank,
                    "amount": str(request.amount.minor),
                    "notes": _notes(request),
                }
            ]
        }
        answer = self._call("POST", "payouts", self._creator, content, key=request.reference)
        shown = _object(answer)
        if answer.status in _REFUSALS:
            said = _said(shown, request)
            if _KEY_TAKEN.search(said):
                raise GatewayUnavailable("taken", "the key belongs to another request")
            raise GatewayRefused(str(answer.status), said)
        made = shown.get("payouts")
        if not isinstance(made, list) or len(made) != 1 or not isinstance(made[0], dict):
            raise GatewayUnavailable("unreadable", "no payout in the answer")
        return _state(made[0])

    def _approved(self, request: TransferRequest) -> TransferState:
        if self._balance() < request.amount:
            raise GatewayRefused(BALANCE)
        content = {"reference_nos": [request.known_as]}
        key = f"approve-{request.reference}"
        answer = self._call("POST", "payouts/approve", self._approver, content, key=key)
        shown = _object(answer)
        if answer.status not in _REFUSALS:
            return TransferState(TransferStatus.PENDING, request.known_as)
        state = _state(self._details(request))  # an earlier call may have approved it
        if state.status is not TransferStatus.HELD:
            return state
        said = _said(shown, request)
        if _LOW.search(said):
            raise GatewayRefused(BALANCE, said)
        raise GatewayUnavailable("not_approved", said)

    # The API

    def _balance(self) -> Money:
        balance = read_money(_object(self._call("GET", "balance", self._approver)).get("balance"), CURRENCY)
        if balance is None:
            raise GatewayUnavailable("unreadable", "no balance")
        return balance

    def _details(self, request: TransferRequest) -> dict[str, Any]:
        """The payout that Midtrans calls so. Raises GatewayUnavailable where it is another one."""
        if not wire.REFERENCE.fullmatch(request.known_as):
            raise GatewayUnavailable("unreadable", "its reference cannot be asked for")
        shown = _object(self._call("GET", f"payouts/{request.known_as}", self._creator))
        if shown.get("reference_no") != request.known_as:
            raise GatewayUnavailable("unreadable", "the answer is about another payout")
        _check_amount(shown, request)
        return shown

    def _found(self, request: TransferRequest) -> dict[str, Any] | None:
        """The payout with our id in its notes among those since it was first sent."""
        now = datetime.now(UTC)
        since = (request.began_at or now) - timedelta(days=1)
        dates = {"from_date": _day(since), "to_date": _day(now + timedelta(days=1))}
        answer = self._call("GET", f"statements?{urlencode(dates)}", self._creator)
        try:
            rows = wire.read_list(answer.body)
        except ValueError as error:
            raise GatewayUnavailable("unreadable", "no list of payouts") from error
        for row in rows:
            if _tag(request) in str(row.get("notes", "")):
                _check_amount(row, request)
                return row
            if "notes" not in row and _is_alike(row, request):
                raise GatewayUnavailable("unclear", "one of this amount to this account is there without notes")
        return None

    def _call(self, method: str, path: str, authorized: str, content: object = None, *, key: str = "") -> Answer:
        """One call. Raises GatewayUnavailable for what neither was done nor refused for its content."""
        headers = {"Authorization": authorized, "Accept": "application/json", "Accept-Encoding": "identity"}
        headers |= {"Content-Type": "application/json", "X-Idempotency-Key": key} if method == "POST" else {}
        body = json.dumps(content, separators=(",", ":")).encode() if method == "POST" else b""
        answer = self._http.send(
            method, f"{self._url}/{path}", headers=headers, body=body, total_timeout_seconds=self._timeout
        )
        if answer.status in (401, 403):
            raise GatewayUnavailable("refused", "Midtrans does not accept our key")
        if answer.status >= 400 and (method == "GET" or answer.status not in _REFUSALS):
            raise GatewayUnavailable("refused", f"HTTP {answer.status}")
        return answer


def _key(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _day(moment: datetime) -> str:
    return moment.astimezone(JAKARTA).date().isoformat()


def _tag(request: TransferRequest) -> str:
    """Our payout's id in letters and digits, which is all that notes may hold."""
    return _NOT_PLAIN.sub("", request.reference)


def _notes(request: TransferRequest) -> str:
    return f"{_NOT_PLAIN.sub(' ', request.description)} {_tag(request)}".strip()[-100:]


def _is_alike(row: Mapping[str, Any], request: TransferRequest) -> bool:
    same_account = str(row.get("beneficiary_account")) == request.destination
    return same_account and read_money(row.get("amount"), CURRENCY) == request.amount


def _check_amount(shown: Mapping[str, Any], request: TransferRequest) -> None:
    if read_money(shown.get("amount"), CURRENCY) != request.amount:
        raise GatewayUnavailable("unreadable", "the payout is of another amount")


def _state(shown: Mapping[str, Any]) -> TransferState:
    reference = shown.get("reference_no")
    if not isinstance(reference, str) or not wire.REFERENCE.fullmatch(reference):
        raise GatewayUnavailable("unreadable", "a payout without a reference")
    status = wire.status_of(shown.get("status"))
    reason = readable(wire.failure_of(shown), 200) if status is TransferStatus.FAILED else ""
    return TransferState(status, reference, reason)


def _object(answer: Answer) -> dict[str, Any]:
    try:
        return read_object(answer.body)
    except ValueError as error:
        raise GatewayUnavailable("unreadable", "the answer is not a JSON object") from error


def _said(shown: Mapping[str, Any], request: TransferRequest) -> str:
    """Why Midtrans refuses, without the number of the account."""
    said = f"{shown.get('error_message', '')} {json.dumps(shown.get('errors', ''))}"
    return readable(said.replace(request.destination, f"…{request.destination[-4:]}"), 500)
