"""What one order left behind, asserted everywhere at once: order, attempts, ledger, mails and stock."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.running import Person, Shop, wait_until

MESSAGE_ID = re.compile(r"^Message-ID:\s+<((.+?)-[0-9a-f]{8}-.+)@", re.MULTILINE)
ASKED = {"order-pending": 1}
PAID = {"order-pending": 1, "order-paid": 1, "seller-order": 1}
GIVEN_BACK = PAID | {"order-cancelled": 1, "refund-done": 1, "seller-cancelled": 1}
OURS = {"seller_pending", "commission", "shipping", "tax"}  # where the money of a sale stands beside the gateway


@dataclass(frozen=True)
class Purchase:
    """An order of one piece: who placed it, whose piece it is, and the stock before, as (stock, reserved)."""

    shop: Shop
    shopper: Person
    seller: Person
    item: str
    before: tuple[int, int]
    order: dict[str, Any]

    @property
    def total(self) -> int:
        """Minor units."""
        return int(self.order["total"]["minor"])

    def status(self) -> str:
        """The order's, as its shopper sees it."""
        return str(self.shopper.order(self.order)["status"])

    def wait_until_paid(self) -> None:
        wait_until(lambda: self.status() == "PAID", lambda: f"{self.order['number']} is {self.status()}")

    # What must hold

    def is_unpaid(self, *, failed: int = 0) -> None:
        """Nothing was taken: the order waits, its piece is kept, the books know nothing. `failed`: attempts that
        ended, of which the shopper was told."""
        mails = ASKED | ({"payment-failed": failed} if failed else {})
        self._stands("PENDING", stock=0, reserved=1, movements={}, mails=mails)
        assert self._captures() == []
        assert self._facts() == {}

    def is_paid(self, *, refunded: int = 0, failed: int = 0) -> None:
        """One capture of the whole amount pays the order; of that, so much was given back, in one refund."""
        mails = PAID | ({"payment-failed": failed} if failed else {}) | ({"refund-done": 1} if refunded else {})
        self._stands("PAID", stock=-1, reserved=0, movements={"sale": -1}, mails=mails)
        assert self._captures() == [("CAPTURED", self.total, self.order["total"]["currency"], True)]
        assert self._facts() == {"capture": 1} | ({"refund": 1, "refund_paid": 1} if refunded else {})
        ledger = self._ledger()
        assert ledger.pop("gateway") == refunded - self.total
        assert ledger.pop("buyer_refund_payable", 0) == 0
        assert set(ledger) <= OURS
        assert ledger.get("seller_pending") == self._net()
        assert self._refunds() == ([("SUCCEEDED", refunded)] if refunded else [])
        self.shop.check_invariants()

    def is_given_back(self) -> None:
        """It was paid and cancelled: every account is back at nothing, the piece on its shelf."""
        self._stands("CANCELLED", stock=0, reserved=0, movements={"sale": -1, "restock": 1}, mails=GIVEN_BACK)
        assert self._captures() == [("CAPTURED", self.total, self.order["total"]["currency"], True)]
        assert self._facts() == {"capture": 1, "cancellation": 1, "refund_paid": 1}
        assert {kind: sum_ for kind, sum_ in self._ledger().items() if sum_} == {}
        assert self._refunds() == [("SUCCEEDED", self.total)]
        self.shop.check_invariants()

    def is_set_apart(self, amount: int, currency: str) -> None:
        """Money of another amount or currency pays nothing: it stands under what nobody has explained."""
        self._stands("PENDING", stock=0, reserved=1, movements={}, mails=ASKED)
        assert self._captures() == [("MISMATCH", amount, currency, False)]
        assert self._facts() == {"unwanted": 1}
        assert self._ledger() == {"gateway": -amount, "suspense": amount}
        self.shop.check_invariants()

    def _stands(
        self, status: str, *, stock: int, reserved: int, movements: dict[str, int], mails: dict[str, int]
    ) -> None:
        """What every case has: the order's status, stock and movements as changes, and each mail once."""
        self.shop.settle()
        assert self.status() == status
        assert self.seller.stock_of(self.item) == (self.before[0] + stock, self.before[1] + reserved)
        assert self._movements() == movements
        wait_until(lambda: not self._missing(mails), lambda: f"missing mails: {self._missing(mails)}")
        letters = self._letters()
        assert Counter(kind for kind, _message_id in letters) == mails, letters
        assert set(letters.values()) == {1}, letters

    # What was left

    def _missing(self, mails: dict[str, int]) -> Counter[str]:
        return Counter(mails) - Counter(kind for kind, _message_id in self._letters())

    def _letters(self) -> Counter[tuple[str, str]]:
        """How often each mail about the order went out, by its kind and Message-ID."""
        ids = self._ids()
        texts = (path.read_text() for path in self.shop.stack.mail_dir.glob("*.log"))
        found = (match.groups() for text in texts for match in MESSAGE_ID.finditer(text))
        return Counter((kind, message_id) for message_id, kind in found if any(pk in message_id for pk in ids))

    def _ids(self) -> set[str]:
        """Of the order, its parts, attempts and refunds: what Message-IDs are made of."""
        rows = self.shop.query(
            "SELECT id FROM sales_storeorder WHERE order_id = %(order)s UNION ALL"
            " SELECT id FROM payments_payment WHERE order_id = %(order)s UNION ALL"
            " SELECT r.id FROM payments_refund r JOIN payments_payment p ON p.id = r.payment_id"
            " WHERE p.order_id = %(order)s".replace("%(order)s", "%s"),
            *[self.order["id"]] * 3,
        )
        return {self.order["id"], *(str(pk) for (pk,) in rows)}

    def _captures(self) -> list[tuple[Any, ...]]:
        """Each attempt that took money: its status, minor units, currency, and whether it pays the order."""
        return self.shop.query(
            "SELECT status, captured_minor, captured_currency, settles_order FROM payments_payment"
            " WHERE order_id = %s AND captured_minor <> 0",
            self.order["id"],
        )

    def _refunds(self) -> list[tuple[Any, ...]]:
        return self.shop.query(
            "SELECT r.status, r.amount_minor FROM payments_refund r JOIN payments_payment p ON p.id = r.payment_id"
            " WHERE p.order_id = %s",
            self.order["id"],
        )

    def refund_ids(self) -> list[UUID]:
        rows = self.shop.query(
            "SELECT r.id FROM payments_refund r JOIN payments_payment p ON p.id = r.payment_id WHERE p.order_id = %s",
            self.order["id"],
        )
        return [pk for (pk,) in rows]

    @property
    def _numbers(self) -> list[str]:
        """What the books call the order and its parts."""
        return [self.order["number"], *(part["number"] for part in self.order["store_orders"])]

    def _facts(self) -> dict[str, int]:
        """How many ledger transactions of each kind are about the order; each sums to zero."""
        rows = self.shop.query(
            "SELECT t.kind, (SELECT sum(amount_minor) FROM finance_ledgerentry WHERE transaction_id = t.id)"
            " FROM finance_ledgertransaction t WHERE t.reference = ANY(%s)",
            self._numbers,
        )
        assert {left for _kind, left in rows} <= {0}
        return dict(Counter(kind for kind, _left in rows))

    def _ledger(self) -> dict[str, int]:
        """What the order's entries come to on each kind of account, minor units."""
        rows = self.shop.query(
            "SELECT a.kind, sum(e.amount_minor) FROM finance_ledgerentry e"
            " JOIN finance_ledgeraccount a ON a.id = e.account_id"
            " JOIN finance_ledgertransaction t ON t.id = e.transaction_id WHERE t.reference = ANY(%s) GROUP BY a.kind",
            self._numbers,
        )
        return {kind: int(total) for kind, total in rows}

    def _net(self) -> int:
        """The store's share of what the lines were sold for and not given back, minor units."""
        return self.shop.count(
            "SELECT sum(l.net_minor - l.net_back_minor) FROM finance_commissionline l"
            " JOIN finance_sale s ON s.id = l.sale_id WHERE s.number = ANY(%s)",
            self._numbers,
        )

    def _movements(self) -> dict[str, int]:
        """What happened to the pieces of the order's lines, by reason."""
        rows = self.shop.query(
            "SELECT reason, delta FROM marketplace_stockmovement WHERE source_type = 'order_item' AND source_id IN"
            " (SELECT l.id::text FROM sales_orderitem l JOIN sales_storeorder p ON p.id = l.store_order_id"
            " WHERE p.order_id = %s)",
            self.order["id"],
        )
        assert len({reason for reason, _delta in rows}) == len(rows)
        return dict(rows)
