"""merchant_webapi: queries and refunds, checked and answered with signed messages, with the scripted faults between."""

import hmac
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulators.common.book import Row
from simulators.common.http import (
    Refused,
    encoded,
    failing,
    limited_body,
    misbehave_after,
    misbehave_before,
    object_from,
    unreadable,
)
from simulators.vnpay import wire
from simulators.vnpay.terminal import Terminal

ASKED = {
    "querydr": (
        "vnp_RequestId", "vnp_Version", "vnp_Command", "vnp_TmnCode", "vnp_TxnRef", "vnp_TransactionDate",
        "vnp_CreateDate", "vnp_IpAddr", "vnp_OrderInfo",
    ),
    "refund": (
        "vnp_RequestId", "vnp_Version", "vnp_Command", "vnp_TmnCode", "vnp_TransactionType", "vnp_TxnRef",
        "vnp_Amount", "vnp_TransactionNo", "vnp_TransactionDate", "vnp_CreateBy", "vnp_CreateDate", "vnp_IpAddr",
        "vnp_OrderInfo",
    ),
}  # fmt: skip
ANSWERED = (
    "vnp_ResponseId", "vnp_Command", "vnp_ResponseCode", "vnp_Message", "vnp_TmnCode", "vnp_TxnRef", "vnp_Amount",
    "vnp_BankCode", "vnp_PayDate", "vnp_TransactionNo", "vnp_TransactionType", "vnp_TransactionStatus", "vnp_OrderInfo",
)  # fmt: skip
PROMOTION = ("vnp_PromotionCode", "vnp_PromotionAmount")


class Api:
    """One address, two commands."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def routes(self) -> list[Route]:
        """The address."""
        return [Route("/merchant_webapi/api/transaction", self._endpoint, methods=["POST"])]

    async def _endpoint(self, request: Request) -> Response:
        try:
            asked = object_from(await limited_body(request))
        except Refused as refused:
            return Response(encoded({"vnp_ResponseCode": "03", "vnp_Message": refused.detail}), 200)
        command, reference = str(asked.get("vnp_Command", "")), str(asked.get("vnp_TxnRef", ""))
        fault = self._terminal.store.fault_take((command, "any"), reference)
        early = await misbehave_before(fault, request, failing) if fault else None
        if early is not None:
            return early
        code = fault["details"]["code"] if fault and fault["kind"] == "code" else None
        answer = self._answer(command, asked, f"{code:02d}" if code is not None else "")
        return await misbehave_after(fault, request, answer, failing, _garbage) if fault else answer

    def _answer(self, command: str, asked: Row, code: str) -> Response:
        rules = self._terminal.rules
        if command not in ASKED:
            return self._signed(command, asked, {"vnp_ResponseCode": "03"})
        right = wire.hmac_of(rules.secret, wire.barred(asked.get(name) for name in ASKED[command]))
        if not hmac.compare_digest(right, str(asked.get(wire.HASH, "")).lower()):
            return self._signed(command, asked, {"vnp_ResponseCode": "97", "vnp_Message": "Invalid checksum"})
        if asked.get("vnp_TmnCode") != rules.tmn_code:
            return self._signed(command, asked, {"vnp_ResponseCode": "02"})
        if not code and not self._terminal.store.request_is_new(str(asked["vnp_RequestId"])):
            code = "94"
        if code:
            return self._signed(command, asked, {"vnp_ResponseCode": code, "vnp_Message": "Refused"})
        purchase = self._terminal.store.purchase(str(asked["vnp_TxnRef"]))
        if purchase is not None and purchase["create_date"] != asked.get("vnp_TransactionDate"):
            purchase = None
        work = self._query if command == "querydr" else self._refund
        return self._signed(command, asked, work(purchase, asked))

    def _query(self, purchase: Row | None, asked: Row) -> Row:
        if purchase is None:
            return {"vnp_ResponseCode": "91", "vnp_Message": "Transaction not found"}
        purchase = self._terminal.as_it_stands(purchase)
        notice = self._terminal.notice(purchase)
        shown = {name: notice[name] for name in ANSWERED if name in notice and name != "vnp_ResponseCode"}
        shown |= {"vnp_ResponseCode": "00", "vnp_Message": "QueryDR Success", "vnp_TransactionType": "01"}
        refunds = self._terminal.refunds(purchase["txn_ref"])
        return shown | _refund_shown(refunds[-1]) if refunds else shown

    def _refund(self, purchase: Row | None, asked: Row) -> Row:
        amount = str(asked.get("vnp_Amount", ""))
        made = self._terminal.refund(
            purchase,
            request_id=str(asked["vnp_RequestId"]),
            amount=int(amount) if amount.isdigit() else 0,
            kind=str(asked.get("vnp_TransactionType")),
        )
        if isinstance(made, str):
            return {"vnp_ResponseCode": made, "vnp_Message": "Refund refused"}
        return {"vnp_ResponseCode": "00", "vnp_Message": "Refund success", **_refund_shown(made)}

    def _signed(self, command: str, asked: Row, shown: Row) -> Response:
        about = {"vnp_ResponseId": secrets.token_hex(16), "vnp_Command": command}
        named = {name: asked.get(name, "") for name in ("vnp_TmnCode", "vnp_TxnRef", "vnp_OrderInfo")}
        message: dict[str, Any] = about | named | shown
        names = (*ANSWERED, *PROMOTION) if command == "querydr" else ANSWERED
        message[wire.HASH] = wire.hmac_of(self._terminal.rules.secret, wire.barred(message.get(name) for name in names))
        return Response(encoded(message), 200, {"Cache-Control": "no-store"}, "application/json")


def _refund_shown(refund: Row) -> Row:
    return {
        "vnp_TransactionType": refund["kind"],
        "vnp_TransactionStatus": refund["status"],
        "vnp_TransactionNo": refund["number"],
        "vnp_Amount": refund["amount"],
        "vnp_PayDate": wire.moment(refund["created_at"]),
        "vnp_BankCode": "NCB",
    }


def _garbage(style: str, body: bytes) -> Response:
    content = object_from(body) if style in ("unsigned", "types") else {}
    if style == "unsigned":
        return Response(encoded({name: content[name] for name in content if name != wire.HASH}), 200)
    if style == "types":  # signed before, changed after
        return Response(encoded(content | {"vnp_TransactionStatus": "00"}), 200)
    return unreadable(style)
