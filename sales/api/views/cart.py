"""The cart and the checkout."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from core import language, limits
from core.api.idempotency import idempotent
from core.api.permissions import Anyone
from core.api.views import View
from core.errors import FieldProblem, Invalid, NotFound
from core.scope import ANONYMOUS, ActingScope, Actor
from markets import selectors as markets
from sales import cart_sql, services
from sales.api import documents, serializers
from sales.cart_sql import CartOwner
from sales.rules import CartState

CART_TOKEN = "X-Cart-Token"  # noqa: S105  the header's name
TOKEN_PARAMETER = OpenApiParameter(
    CART_TOKEN, str, OpenApiParameter.HEADER, description="A guest's cart; not needed when signed in."
)
KEY_PARAMETER = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 16, "maxLength": 255, "pattern": r"^[\x21-\x7e]{16,255}$"},
    OpenApiParameter.HEADER,
    required=True,
    description="16 to 255 visible ASCII characters. The same key and body give the same answer.",
)
CHECKOUT_EXAMPLE = {
    "contact": {"name": "Mina Karimi", "email": "mina@example.com"},
    "address": {"recipient": "Mina Karimi", "line1": "Jalan Sudirman 12", "city": "Jakarta", "country": "ID"},
    "shipping": {"nika-keys": "jne-reg"},
}


class CartView(View):
    """What all cart views share: whose cart it is."""

    permission_classes = [Anyone]
    schema_tag = "Cart & Orders"
    limit = "cart"  # what its writes count against

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method not in SAFE_METHODS:
            limits.spend(self.limit, request, identity=self.shopper())

    def shopper(self) -> str:
        """Who is limited: the person, or the guest's cart."""
        owner = self.owner()
        return str(owner.user_id or owner.token_hash) if owner else ""

    def owner(self) -> CartOwner | None:
        token = self.request.headers.get(CART_TOKEN, "")
        user = self.request.user
        return services.owner_of(user_id=user.pk if user.is_authenticated else None, token=token[:200])

    def require_owner(self) -> CartOwner:
        """Raises NotFound."""
        owner = self.owner()
        if owner is None:
            raise NotFound(_("There is no cart yet. Add something to it first."))
        return owner

    def answer(self, cart: CartState, *, token: str = "", code: int = status.HTTP_200_OK) -> Response:
        headers = {CART_TOKEN: token} if token else {}
        return Response(documents.cart_document(cart, token=token), status=code, headers=headers)


class CartDetail(CartView):
    @extend_schema(
        summary="Show the cart",
        description="Prices and stock are those of now; `problem` says what differs from what was last seen.",
        parameters=[TOKEN_PARAMETER],
        responses=serializers.CartOutput,
    )
    def get(self, request: Request) -> Response:
        owner = self.owner()
        cart = cart_sql.cart_read(owner) if owner else None
        if cart is not None:
            return self.answer(cart)
        market = markets.market_get()
        return Response(documents.empty_cart_document(market.code, market.currency))

    @extend_schema(
        summary="Shop in another market",
        parameters=[TOKEN_PARAMETER],
        request=serializers.CartMarketInput,
        responses=serializers.CartOutput,
    )
    def patch(self, request: Request) -> Response:
        body = self.validated(serializers.CartMarketInput)
        return self.answer(services.cart_set_market(owner=self.require_owner(), market_code=body["market"]))


class CartChanges(CartView):
    @extend_schema(
        summary="Accept changed prices and stock",
        description="Takes today's prices, lowers quantities to what is left, drops what is no longer sold.",
        parameters=[TOKEN_PARAMETER],
        request=None,
        responses=serializers.CartOutput,
    )
    def post(self, request: Request) -> Response:
        return self.answer(services.cart_accept_changes(owner=self.require_owner()))


class CartCoupon(CartView):
    limit = "coupon"

    @extend_schema(
        summary="Apply a coupon",
        parameters=[TOKEN_PARAMETER],
        request=serializers.CouponCodeInput,
        responses=serializers.CartOutput,
    )
    def post(self, request: Request) -> Response:
        body = self.validated(serializers.CouponCodeInput)
        owner = self.require_owner()
        limits.spend("coupon-wrong", request, identity=self.shopper())  # before it is compared, so that none slips by
        cart = services.cart_set_coupon(owner=owner, code=body["code"])
        limits.give_back("coupon-wrong", request, identity=self.shopper())
        return self.answer(cart)

    @extend_schema(summary="Take the coupon off", parameters=[TOKEN_PARAMETER], responses={200: serializers.CartOutput})
    def delete(self, request: Request) -> Response:
        return self.answer(services.cart_set_coupon(owner=self.require_owner(), code=""))


class CartQuotes(CartView):
    @extend_schema(
        summary="Quote the delivery of the cart",
        description="For each store's parcel the services that carry it, cheapest first.",
        parameters=[TOKEN_PARAMETER],
        request=serializers.PlaceInput,
        responses=serializers.CartQuotesOutput(many=True),
    )
    def post(self, request: Request) -> Response:
        body = self.validated(serializers.PlaceInput)
        cart = cart_sql.cart_read(self.require_owner())
        if cart is None:
            raise NotFound(_("There is no cart yet. Add something to it first."))
        quotes = services.cart_quotes(cart, country=body["country"], city=body["city"]) if cart.lines else {}
        return Response(
            [
                {
                    "store": {"id": store_id, "name": lines[0].store_name, "slug": lines[0].store_slug},
                    "quotes": [documents.quote_document(quote) for quote in quotes.get(store_id, [])],
                }
                for store_id, lines in cart.stores.items()
            ]
        )


class CartItems(CartView):
    @extend_schema(
        summary="List the lines of the cart",
        parameters=[TOKEN_PARAMETER],
        responses=serializers.CartLineOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        owner = self.owner()
        cart = cart_sql.cart_read(owner) if owner else None
        stores = documents.cart_document(cart)["stores"] if cart else []
        return Response([line for store in stores for line in store["lines"]])

    @extend_schema(
        summary="Add to the cart",
        description="Adds to what is there already. A guest's first line makes a cart; its token is in the answer.",
        parameters=[TOKEN_PARAMETER],
        request=serializers.CartItemAddInput,
        responses={201: serializers.CartOutput},
    )
    def post(self, request: Request) -> Response:
        body = self.validated(serializers.CartItemAddInput)
        cart, token = services.cart_add_item(
            owner=self.owner(), item_id=body["item_id"], quantity=body["quantity"], market_code=body.get("market")
        )
        return self.answer(cart, token=token, code=status.HTTP_201_CREATED)


class CartItemDetail(CartView):
    @extend_schema(
        summary="Change a quantity",
        parameters=[TOKEN_PARAMETER],
        request=serializers.QuantityInput,
        responses=serializers.CartOutput,
    )
    def patch(self, request: Request, line_id: UUID) -> Response:
        body = self.validated(serializers.QuantityInput)
        cart = services.cart_set_quantity(owner=self.require_owner(), line_id=line_id, quantity=body["quantity"])
        return self.answer(cart)

    @extend_schema(summary="Take a line out", parameters=[TOKEN_PARAMETER], responses={200: serializers.CartOutput})
    def delete(self, request: Request, line_id: UUID) -> Response:
        return self.answer(services.cart_remove_item(owner=self.require_owner(), line_id=line_id))


class CartItemSave(CartView):
    @extend_schema(
        summary="Save a line for later",
        description="It is listed in `saved` from now on: neither priced into the total nor ordered.",
        parameters=[TOKEN_PARAMETER],
        request=None,
        responses=serializers.CartOutput,
    )
    def post(self, request: Request, line_id: UUID) -> Response:
        return self.answer(services.cart_save_for_later(owner=self.require_owner(), line_id=line_id))


class CartItemBringBack(CartView):
    @extend_schema(
        summary="Move a saved line back to the cart",
        description="At today's price, with as many pieces as there still are. 409 when it is sold out or gone.",
        parameters=[TOKEN_PARAMETER],
        request=None,
        responses=serializers.CartOutput,
    )
    def post(self, request: Request, line_id: UUID) -> Response:
        return self.answer(services.cart_bring_back(owner=self.require_owner(), line_id=line_id))


class Checkout(CartView):
    limit = "order"

    @extend_schema(
        summary="Place the order",
        description=(
            "Turns the cart into one order with a part for each store, keeps the stock for 15 minutes and waits for "
            "the payment. 409 when a price changed, something sold out or a parcel cannot be sent there."
        ),
        parameters=[TOKEN_PARAMETER, KEY_PARAMETER],
        request=serializers.CheckoutInput,
        responses={201: serializers.OrderOutput},
        examples=[OpenApiExample("To an address", CHECKOUT_EXAMPLE, request_only=True)],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        body = self.validated(serializers.CheckoutInput)
        placement = services.Placement(
            contact=self._contact(body.get("contact")),
            address=body.get("address"),
            address_id=body.get("address_id"),
            shipping=body["shipping"],
            payment_method=body["payment_method"],
            expected_total_minor=body.get("expected_total_minor"),
            language=body.get("language") or language.current(),
        )
        placed = services.order_place(owner=self.require_owner(), scope=buyer_scope(request.user), placement=placement)
        lines: dict[UUID, list[Any]] = {}
        for line in placed.lines:
            lines.setdefault(line.store_order_id, []).append(line)
        document = documents.order_document(
            placed.order, placed.store_orders, lines, with_token=placed.order.user_id is None
        )
        return Response(document, status=status.HTTP_201_CREATED)

    def _contact(self, given: dict[str, str] | None) -> services.Contact:
        if given is not None:
            return services.Contact(**given)
        user = self.request.user
        if not user.is_authenticated:
            detail = _("A guest says who the order is for.")
            raise Invalid(detail, problems=[FieldProblem("/contact", "required", detail)])
        return services.Contact(name=user.name or "", email=user.email or "", phone=user.phone or "")


def buyer_scope(user: Any) -> ActingScope:
    """Buying needs no roles: the scope is made from the user alone, without a statement."""
    if not user.is_authenticated:
        return ANONYMOUS
    return ActingScope(actor=Actor("user", str(user.pk), user.name or "a shopper"), user_id=user.pk)
