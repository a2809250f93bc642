"""Disputes: what a shopper's bank does, the money that moves by it, and the events that tell of it."""

import json
import secrets
from collections.abc import Callable
from typing import Any

from simulators.common.book import Row
from simulators.common.http import Refused
from simulators.stripe.store import Store

FEE = 1_500  # smallest units, taken when a bank claims the money and given back with it
EVIDENCE_SECONDS = 7 * 24 * 3600
Tell = Callable[[str, Row, Row], None]  # kind of event, what it is about, session


class Disputes:
    """The disputes of an account."""

    def __init__(self, store: Store, tell: Tell) -> None:
        self._store = store
        self._tell = tell

    def move(self, session: Row, move: str, *, amount: int | None = None) -> Row:
        """What the bank does with the latest dispute of a payment: inquiry and dispute open one; escalate, respond,
        win, lose, close and appeal move it. Raises Refused."""
        if move in ("inquiry", "dispute"):
            return self._open(session, is_inquiry=move == "inquiry", amount=amount)
        dispute = next(iter(self._store.disputes(session["intent"])), None)
        if dispute is None:
            raise Refused(404, "not_found", "there is no dispute to move")
        if move in ("escalate", "appeal"):
            return self._claim(session, dispute)
        status, kind = {
            "respond": ("under_review", "updated"), "win": ("won", "closed"), "lose": ("lost", "closed"),
            "close": ("warning_closed", "closed"),
        }[move]  # fmt: skip
        is_back = status == "won" and _net(dispute) < 0
        dispute = self._set(dispute, status, dispute["amount"] if is_back else 0, -FEE if is_back else 0)
        if is_back:
            self._tell("charge.dispute.funds_reinstated", self.shown(dispute), session)
        self._tell(f"charge.dispute.{kind}", self.shown(dispute), session)
        return dispute

    def _open(self, session: Row, *, is_inquiry: bool, amount: int | None) -> Row:
        dispute = self._store.dispute_add(
            {
                "id": f"dp_{secrets.token_hex(12)}",
                "intent": session["intent"],
                "amount": amount or session["received"],
                "currency": session["paid_in"],
                "reason": "fraudulent",
                "status": "warning_needs_response" if is_inquiry else "needs_response",
                "moves": "[]",
            }
        )
        self._tell("charge.dispute.created", self.shown(dispute), session)
        return dispute if is_inquiry else self._claim(session, dispute)

    def _claim(self, session: Row, dispute: Row) -> Row:
        """The bank takes the money."""
        takes = _net(dispute) >= 0
        dispute = self._set(dispute, "needs_response", -dispute["amount"] if takes else 0, FEE if takes else 0)
        for kind in ("funds_withdrawn", "updated") if takes else ("updated",):
            self._tell(f"charge.dispute.{kind}", self.shown(dispute), session)
        return dispute

    def _set(self, dispute: Row, status: str, amount: int, fee: int) -> Row:
        moves: list[Any] = json.loads(dispute["moves"])
        if amount:
            moves.append({"amount": amount, "fee": fee, "net": amount - fee, "currency": dispute["currency"]})
        return self._store.dispute_set(dispute["id"], status=status, moves=json.dumps(moves))

    def shown(self, dispute: Row) -> Row:
        """A dispute as the API and events show it."""
        return {
            "id": dispute["id"],
            "object": "dispute",
            "amount": dispute["amount"],
            "currency": dispute["currency"],
            "charge": f"ch_{dispute['intent'][3:]}",
            "payment_intent": dispute["intent"],
            "balance_transactions": [
                {"id": f"txn_{dispute['id'][3:]}_{n}", "object": "balance_transaction", **move}
                for n, move in enumerate(json.loads(dispute["moves"]))
            ],
            "reason": dispute["reason"],
            "status": dispute["status"],
            "evidence_details": {"due_by": int(dispute["created_at"]) + EVIDENCE_SECONDS, "has_evidence": False},
            "is_charge_refundable": dispute["status"].startswith("warning"),
            "metadata": {},
            "created": int(dispute["created_at"]),
            "livemode": False,
        }


def _net(dispute: Row) -> int:
    return sum(int(move["amount"]) for move in json.loads(dispute["moves"]))
