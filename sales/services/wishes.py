"""The wishlist: products put aside for some day, by people and by guests."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.selectors import products_visible_to
from core.db import atomic
from core.errors import FieldProblem, NotFound
from core.scope import ANONYMOUS
from sales.cart_sql import CartOwner
from sales.errors import NotEnoughStock, UnknownProduct, WishlistFull
from sales.models import Cart, Wish
from sales.rules import MAX_WISHES, CartState, WishLine, WishList
from sales.services.cart import cart_add_item, cart_create, cart_of_user, token_hash
from sales.wish_sql import wishes_read


@atomic
def wish_add(*, owner: CartOwner | None, product_id: UUID, market_code: str | None = None) -> tuple[WishList, str]:
    """Put a product on the wishlist; once is enough. The second value is "", or the token of the new cart that a guest
    without one got, in the market of `market_code`.

    Raises NotFound for the market, UnknownProduct, WishlistFull.
    """
    if not products_visible_to(scope=ANONYMOUS).filter(pk=product_id).exists():
        detail = _("There is no such product.")
        raise UnknownProduct(problems=[FieldProblem("/product", "unknown_product", detail)])
    cart, owner, token = _cart_of(owner, market_code)
    wished = set(Wish.objects.filter(cart=cart).values_list("product_id", flat=True))
    if product_id not in wished:
        if len(wished) >= MAX_WISHES:
            raise WishlistFull
        wish = Wish(cart=cart, product_id=product_id, currency=cart.market.currency)
        wish.save(force_insert=True)
        _note_price(owner, wish)
    return _read(owner), token


def _cart_of(owner: CartOwner | None, market_code: str | None) -> tuple[Cart, CartOwner, str]:
    """The owner's cart, held until the commit; a new one where there is none."""
    cart = _hold(owner) if owner else None
    if owner is not None and cart is not None:
        return cart, owner, ""
    if owner is not None and owner.user_id is not None:
        return cart_of_user(user_id=owner.user_id, market_code=market_code), owner, ""
    cart, token = cart_create(user_id=None, market_code=market_code)
    return cart, CartOwner(token_hash=token_hash(token)), token


def _hold(owner: CartOwner) -> Cart | None:
    """The touched cart: a guest who only wishes has not abandoned it."""
    carts = Cart.objects.filter(**{owner.column: owner.value})
    if not carts.update(updated_at=timezone.now()):
        return None
    return carts.select_related("market").first()


def _note_price(owner: CartOwner, wish: Wish) -> None:
    """Keep what it costs today, to tell later that it has become cheaper."""
    shown = _read(owner)
    price = next(line.price(shown.market) for line in shown.wishes if line.id == wish.pk)
    if price is not None:
        Wish.objects.filter(pk=wish.pk).update(seen_minor=price.minor)


@atomic
def wish_remove(*, owner: CartOwner, product_id: UUID) -> WishList:
    """Take a product off the wishlist. Raises NotFound."""
    cart = _hold(owner)
    wishes = Wish.objects.filter(cart=cart, product=product_id) if cart else Wish.objects.none()
    if not wishes.update(deleted_at=timezone.now()):
        raise NotFound
    return _read(owner)


@atomic
def wish_move_to_cart(*, owner: CartOwner, product_id: UUID, quantity: int) -> CartState:
    """Put the best offer of a wished product into the cart and take it off the list.

    Raises NotFound, NotEnoughStock (sold out, or fewer than wanted).
    """
    _hold(owner)
    wish = _wish(_read(owner), product_id)
    if wish.offer is None or wish.offer.available <= 0:
        raise NotEnoughStock(_("%(product)s is sold out.") % {"product": wish.name}, extra={"available": 0})
    cart, _token = cart_add_item(owner=owner, item_id=wish.offer.item_id, quantity=quantity)
    Wish.objects.filter(pk=wish.id).update(deleted_at=timezone.now())
    return cart


def _wish(shown: WishList, product_id: UUID) -> WishLine:
    """Raises NotFound."""
    found = next((line for line in shown.wishes if line.product_id == product_id), None)
    if found is None:
        raise NotFound
    return found


@atomic
def wishes_merge(*, user_id: UUID, token: str) -> None:
    """At sign-in the guest's wishes join the person's, as far as the list holds them."""
    theirs = _hold(CartOwner(token_hash=token_hash(token)))
    if theirs is None:
        return
    mine = cart_of_user(user_id=user_id, market_code=theirs.market.code)
    present = set(Wish.objects.filter(cart=mine).values_list("product_id", flat=True))
    added = [
        Wish(cart=mine, product_id=wish.product_id, currency=wish.currency, seen_minor=wish.seen_minor)
        for wish in Wish.objects.filter(cart=theirs).order_by("pk")
        if wish.product_id not in present
    ]
    Wish.objects.bulk_create(added[: MAX_WISHES - len(present)], ignore_conflicts=True)


def _read(owner: CartOwner) -> WishList:
    shown = wishes_read(owner)
    if shown is None:
        raise NotFound
    return shown
