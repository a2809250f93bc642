"""The cart: lines, quantities, market, coupon, merging at sign-in."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formats
from core.db import atomic, is_postgres
from core.errors import FieldProblem, NotFound
from core.ids import new_id, new_token
from markets import selectors as markets
from sales import cart_sql
from sales.cart_sql import CartOwner
from sales.errors import CartChanged, CouponRefused, NotEnoughStock, UnknownItem
from sales.models import Cart, CartItem, Coupon, Wish
from sales.rules import MAX_QUANTITY, CartState, Line, coupon_code, price_lines

ABANDONED_AFTER = timedelta(days=30)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def owner_of(*, user_id: UUID | None, token: str = "") -> CartOwner | None:
    """Whose cart is meant: the person's; else that of the token's holder; None for a visitor without either."""
    if user_id is not None:
        return CartOwner(user_id=user_id)
    return CartOwner(token_hash=token_hash(token)) if token else None


@atomic
def cart_create(*, user_id: UUID | None, market_code: str | None = None) -> tuple[Cart, str]:
    """A new cart; a guest's comes with the token that opens it, told only now. Raises NotFound for the market."""
    market = markets.market_get(market_code)
    token = "" if user_id else new_token()
    cart = Cart(user_id=user_id, token_hash=token_hash(token) if token else None, market=market)
    cart.save(force_insert=True)
    return cart, token


def cart_add_item(
    *, owner: CartOwner | None, item_id: UUID, quantity: int, market_code: str | None = None
) -> tuple[CartState, str]:
    """Put pieces of an offer into the cart, on top of those already there. The second value is "", or the token of the
    new cart that a guest without one got, in the market of `market_code`.

    Raises UnknownMarket, UnknownItem (not sold in this market), NotEnoughStock.
    """
    found = cart_sql.offer_read(owner, item_id=item_id) if owner else None
    if owner is None or (found is None and owner.user_id is None and not Cart.objects.filter(**_cart(owner)).exists()):
        return _open(item_id, quantity, market_code or settings.DEFAULT_MARKET)
    if found is None:
        raise _nobody_sells()
    cart_id, market, offer = found
    _refuse_unsellable(offer)
    with atomic():
        _insert_line(cart_id, item_id, quantity, offer.unit(market).minor)
        cart = _read(owner)
        _refuse_too_many(next(line for line in cart.lines if line.item_id == item_id))
    return cart, ""


def _open(item_id: UUID, quantity: int, market_code: str) -> tuple[CartState, str]:
    """A guest's new cart with its first line, and the token that opens it."""
    found = cart_sql.offer_read_in_market(market_code, item_id=item_id)
    if found is None:
        markets.market_get(market_code)
        raise _nobody_sells()
    market, offer = found
    _refuse_unsellable(offer)
    line = replace(offer, id=new_id(), quantity=quantity, seen_minor=offer.unit(market).minor)
    _refuse_too_many(line)
    cart, token = CartState(new_id(), 1, market, (line,), None, None), new_token()
    if is_postgres():
        cart_sql.cart_open(cart_id=cart.id, token_hash=token_hash(token), market_id=market.id, line=line)
        return cart, token
    with atomic():
        Cart(id=cart.id, token_hash=token_hash(token), market_id=market.id).save(force_insert=True)
        row = CartItem(id=line.id, cart_id=cart.id, item_id=item_id, quantity=quantity, seen_minor=line.seen_minor)
        row.save(force_insert=True)
    return cart, token


def _nobody_sells() -> UnknownItem:
    return UnknownItem(problems=[FieldProblem("/item_id", "unknown_item", _("Nobody sells this."))])


def _refuse_unsellable(offer: Line) -> None:
    if not offer.is_sellable:
        raise UnknownItem(problems=[FieldProblem("/item_id", "not_for_sale", _("This is not sold in your market."))])


def _refuse_too_many(line: Line) -> None:
    if line.quantity > line.available:
        left = ngettext("Only %(count)s left.", "Only %(count)s left.", line.available) % {
            "count": formats.number(line.available)
        }
        raise NotEnoughStock(
            left,
            problems=[FieldProblem("/quantity", "out_of_stock", left)],
            extra={"available": line.available},
        )


def _insert_line(cart_id: UUID, item_id: UUID, quantity: int, seen_minor: int) -> None:
    if is_postgres():
        cart_sql.cart_add(cart_id=cart_id, line_id=new_id(), item_id=item_id, quantity=quantity, seen_minor=seen_minor)
        return
    Cart.objects.filter(pk=cart_id).update(version=F("version") + 1)
    line = CartItem.objects.filter(cart_id=cart_id, item_id=item_id).first()
    if line is None:
        CartItem(cart_id=cart_id, item_id=item_id, quantity=quantity, seen_minor=seen_minor).save(force_insert=True)
        return
    line.quantity = quantity if line.saved_at else min(MAX_QUANTITY, line.quantity + quantity)
    line.seen_minor, line.saved_at = seen_minor, None
    line.save(update_fields=["quantity", "seen_minor", "saved_at", "updated_at"])


def cart_set_quantity(*, owner: CartOwner, line_id: UUID, quantity: int) -> CartState:
    """Change how many pieces a line has. Asking for more than there is is reported by the cart, not refused.

    Raises NotFound.
    """
    if is_postgres():
        cart = cart_sql.cart_change_quantity(owner, line_id=line_id, quantity=quantity)
    else:
        _touch(owner)
        CartItem.objects.filter(pk=line_id, **_of(owner)).update(quantity=quantity)
        cart = cart_sql.cart_read(owner)
    if cart is None or all(line.id != line_id for line in (*cart.lines, *cart.saved)):
        raise NotFound
    return cart


@atomic
def cart_remove_item(*, owner: CartOwner, line_id: UUID) -> CartState:
    """Take a line out. Raises NotFound."""
    _touch(owner)
    if not CartItem.objects.filter(pk=line_id, **_of(owner)).update(deleted_at=timezone.now()):
        raise NotFound
    return _read(owner)


@atomic
def cart_save_for_later(*, owner: CartOwner, line_id: UUID) -> CartState:
    """Set a line aside: it stays with the cart, but is neither priced nor ordered. Raises NotFound."""
    _touch(owner)
    lines = CartItem.objects.filter(pk=line_id, **_of(owner))
    if not lines.filter(saved_at=None).update(saved_at=timezone.now()) and not lines.exists():
        raise NotFound
    return _read(owner)


@atomic
def cart_bring_back(*, owner: CartOwner, line_id: UUID) -> CartState:
    """Put a line that was set aside into the cart again, at its place and at today's price.

    Fewer pieces when so many are no longer there. Raises NotFound, CartChanged (no longer sold), NotEnoughStock (sold
    out).
    """
    _touch(owner)
    cart = _read(owner)
    line = next((line for line in (*cart.saved, *cart.lines) if line.id == line_id), None)
    if line is None:
        raise NotFound
    if line in cart.lines:
        return cart
    if not line.is_sellable:
        raise CartChanged(_("%(product)s is no longer sold here.") % {"product": line.product_name})
    if line.available <= 0:
        raise NotEnoughStock(_("%(product)s is sold out.") % {"product": line.product_name}, extra={"available": 0})
    CartItem.objects.filter(pk=line_id).update(
        saved_at=None, seen_minor=line.unit(cart.market).minor, quantity=min(line.quantity, line.available)
    )
    return _read(owner)


@atomic
def cart_accept_changes(*, owner: CartOwner) -> CartState:
    """The shopper has seen today's prices: remember them, and drop what is no longer sold."""
    _touch(owner)
    cart = _read(owner)
    for line in cart.lines:
        if not line.is_sellable or line.available <= 0:
            CartItem.objects.filter(pk=line.id).update(deleted_at=timezone.now())
            continue
        unit, quantity = line.unit(cart.market).minor, min(line.quantity, line.available)
        if unit != line.seen_minor or quantity != line.quantity:
            CartItem.objects.filter(pk=line.id).update(seen_minor=unit, quantity=quantity)
    return _read(owner)


@atomic
def cart_set_market(*, owner: CartOwner, market_code: str) -> CartState:
    """Shop in another market: prices are shown in its currency from now on. Raises NotFound."""
    market = markets.market_get(market_code)
    _touch(owner)
    Cart.objects.filter(**_cart(owner)).update(market=market, coupon=None)
    cart = _read(owner)
    for line in cart.lines:
        if line.is_sellable:
            CartItem.objects.filter(pk=line.id).update(seen_minor=line.unit(cart.market).minor)
    return _read(owner)


@atomic
def cart_set_coupon(*, owner: CartOwner, code: str) -> CartState:
    """Apply a code, or take it off with an empty one. Raises NotFound, CouponRefused."""
    coupon = Coupon.objects.filter(code=coupon_code(code)).first() if code else None
    if code and coupon is None:
        raise CouponRefused(
            _("There is no such code."), problems=[FieldProblem("/code", "unknown", _("Unknown code."))]
        )
    _touch(owner)
    Cart.objects.filter(**_cart(owner)).update(coupon=coupon)
    cart = _read(owner)
    problem = price_lines(sellable(cart), cart.market, cart.coupon).coupon_problem
    if problem:
        raise CouponRefused(problem, problems=[FieldProblem("/code", "refused", problem)])
    return cart


@atomic
def cart_merge(*, user_id: UUID, token: str) -> None:
    """At sign-in the guest's lines join the person's cart; the guest's cart ends."""
    guest = CartOwner(token_hash=token_hash(token))
    theirs = Cart.objects.filter(**_cart(guest)).first()
    if theirs is None:
        return
    mine = cart_of_user(user_id=user_id, market_code=theirs.market.code)
    owner = CartOwner(user_id=user_id)
    for line in CartItem.objects.filter(cart=theirs).order_by("pk"):
        found = cart_sql.offer_read(owner, item_id=line.item_id)
        if found is None or not found[2].is_sellable:
            continue
        price = found[2].unit(found[1]).minor
        if line.saved_at is None:
            _insert_line(mine.pk, line.item_id, line.quantity, price)
        elif not CartItem.objects.filter(cart=mine, item=line.item_id).exists():
            kept = {"quantity": line.quantity, "seen_minor": price, "saved_at": line.saved_at}
            CartItem(cart=mine, item_id=line.item_id, **kept).save(force_insert=True)
    if theirs.coupon_id and mine.coupon_id is None and mine.market_id == theirs.market_id:
        Cart.objects.filter(pk=mine.pk).update(coupon=theirs.coupon)
    theirs.delete()


def cart_of_user(*, user_id: UUID, market_code: str | None = None) -> Cart:
    """The person's one cart; made when it is missing."""
    found = Cart.objects.filter(user_id=user_id).first()
    return found or cart_create(user_id=user_id, market_code=market_code)[0]


def carts_purge() -> int:
    """Really delete guests' carts that nobody touched for 30 days, and carts deleted 30 days ago."""
    before = timezone.now() - ABANDONED_AFTER
    old = Cart.all_objects.filter(user=None, updated_at__lt=before).values_list("pk", flat=True)[:5_000]
    gone = Cart.all_objects.filter(deleted_at__lt=before).values_list("pk", flat=True)[:5_000]
    ids = [*old, *gone]
    for model in (CartItem, Wish):
        model.all_objects.filter(cart_id__in=ids).hard_delete()
        model.all_objects.filter(deleted_at__lt=before).hard_delete()
    Cart.all_objects.filter(pk__in=ids).hard_delete()
    return len(ids)


def sellable(cart: CartState) -> list[Line]:
    return [line for line in cart.lines if line.is_sellable]


def _cart(owner: CartOwner) -> dict[str, object]:
    return {owner.column: owner.value}


def _of(owner: CartOwner) -> dict[str, object]:
    return {f"cart__{owner.column}": owner.value, "cart__deleted_at": None}


def _touch(owner: CartOwner) -> None:
    """Bump the version, which holds the cart row until the commit. Raises NotFound."""
    if not Cart.objects.filter(**_cart(owner)).update(version=F("version") + 1, updated_at=timezone.now()):
        raise NotFound(_("There is no such cart."))


def _read(owner: CartOwner) -> CartState:
    cart = cart_sql.cart_read(owner)
    if cart is None:
        raise NotFound(_("There is no such cart."))
    return cart
