"""The rows one role acts on: things to keep, and things to use up. Run by `tests.fuzz` in the environment of its stack.

`kept` are ids that no request destroys; `spent` are used once each, by the operations that destroy or move them;
`bodies` are what only the database knows: one-time codes, refresh tokens, people who may lose their password.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
from collections import defaultdict
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import django
from django.utils import timezone

ROLES = ("shopper", "seller", "administrator")
PASSWORD = "seven paper lanterns"
OFTEN, SELDOM = 30, 8
_numbers = itertools.count(1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.world")
    parser.add_argument("--role", choices=ROLES, required=True)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--first", type=int, default=100_000, help="names are numbered from here")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]  # factories ask the API in this process
    global _numbers
    _numbers = itertools.count(options.first)
    for app in ("accounts", "catalog", "marketplace", "sales"):  # their names go on where the world before ended
        factories = import_module(f"tests.{app}.factories")
        factories._numbers = itertools.count(options.first)
    options.report.write_text(json.dumps(Maker(options.role).world(), default=str))


class Maker:
    """Makes the world of one role, with its own store, so that three roles can follow one another on one database."""

    def __init__(self, role: str) -> None:
        from accounts.services import roles_init
        from core.scope import ADMINISTRATOR

        self.role = role
        self.kept: dict[str, list[Any]] = defaultdict(list)
        self.spent: dict[str, list[Any]] = defaultdict(list)
        roles_init()
        groups = (ADMINISTRATOR,) if role == "administrator" else ()
        self.person = self.user(name=f"Fuzz {role}", groups=groups, password=PASSWORD)
        self.owner = self.person if role == "seller" else self.user(name=f"Keeper for the {role}")

    def world(self) -> dict[str, Any]:
        from accounts.models import Session
        from accounts.services import session_start

        token = session_start(user=self.person).access
        self.kept["own_session"] = [Session.objects.get(user=self.person).pk]
        self.shop()
        self.catalogue()
        self.orders()
        self.books()
        self.reviews()
        self.people()
        return {"role": self.role, "token": token, "kept": self.kept, "spent": self.spent}

    def name(self, kind: str) -> str:
        return f"{kind} {self.role} {next(_numbers)}"

    def user(self, *, name: str = "", groups: tuple[str, ...] = (), password: str | None = None) -> Any:
        from tests.accounts.factories import make_user

        email = f"{self.role}.{next(_numbers)}.{os.getpid()}@example.com"
        return make_user(email, name=name or self.name("Person"), groups=groups, password=password)

    # The store

    def shop(self) -> None:
        from marketplace.models import Store
        from tests.marketplace.factories import make_member, make_store

        self.store = make_store(self.name("Store"), owner=self.owner, also_in=("id", "vn"))
        Store.objects.filter(pk=self.store.pk).update(slug=f"fuzz-{self.role}-{os.getpid()}")
        self.store.refresh_from_db()
        self.kept["store"] = [self.store.pk]
        self.kept["store_slug"] = [self.store.slug]
        self.kept["member"] = [make_member(self.store, self.user()).pk for _ in range(3)]
        self.spent["member"] = [make_member(self.store, self.user()).pk for _ in range(SELDOM)]
        self.kept["requirement"] = [self.requirement() for _ in range(2)]
        self.spent["draft"] = [self.seller_token("DRAFT") for _ in range(SELDOM)]
        self.spent["closer"] = [self.seller_token("APPROVED") for _ in range(SELDOM)]
        self.kept["invitation_link"] = [self.invitation()[1]]
        self.spent["invitation"] = [self.invitation()[0] for _ in range(SELDOM)]
        self.spent["invitation_link"] = [self.invitation(self.person.email)[1] for _ in range(SELDOM)]
        self.spent["joined"] = [self.joined() for _ in range(SELDOM)]
        self.spent["newcomer"] = [self.user().email for _ in range(SELDOM)]

    def invitation(self, email: str = "") -> tuple[Any, str]:
        """The id and the token of an invitation: of a stranger to the store, or of this person to another."""
        from marketplace.links import invitation_token
        from marketplace.models import StoreInvitation
        from tests.marketplace.factories import make_store

        row = StoreInvitation.objects.create(
            store=make_store(self.name("Asking"), owner=self.user()) if email else self.store,
            email=email or f"asked.{next(_numbers)}.{os.getpid()}@example.com",
            role="fulfilment",
            expires_at=timezone.now() + timedelta(days=7),
        )
        return row.pk, invitation_token(row)

    def requirement(self) -> str:
        from marketplace.models import Requirement

        code = f"asked-{self.role}-{os.getpid()}-{next(_numbers)}"
        return Requirement.objects.create(code=code, title=self.name("Paper"), is_required=False).code

    def seller_token(self, status: str) -> str:
        """The access token of a seller of this status."""
        from accounts.services import session_start
        from tests.marketplace.factories import make_seller

        user = self.user()
        make_seller(user, status=status)
        return str(session_start(user=user).access)

    def joined(self) -> Any:
        """A store of somebody else in which the role works."""
        from tests.marketplace.factories import make_member, make_store

        return make_member(make_store(self.name("Shared"), owner=self.user()), self.person).store_id

    def catalogue(self) -> None:
        from tests.marketplace.factories import make_import

        self.shelf()
        for number in range(4 + SELDOM):
            pools = self.kept if number < 4 else self.spent
            product = self.product(self.kept["category"][0])
            pools["product"].append(product.pk)
            pools["slug"].append(product.slug)
            self.offers(product, keep=number < 4)
        self.things_to_edit(product)
        self.things_to_publish()
        for pool, kind in ((self.kept, "import"), (self.spent, "import"), (self.spent, "stop_import")):
            pool[kind] = [make_import(self.store).pk for _ in range(SELDOM)]
        self.spent["free_variant"] = [self.variant(product).pk for _ in range(OFTEN)]

    def things_to_edit(self, spare: Any) -> None:
        """What changes may hide or rename, so that what else is kept stays on sale."""
        from marketplace.models import Store
        from tests.marketplace.factories import make_item, make_store

        store = make_store(self.name("Store"), owner=self.owner)
        Store.objects.filter(pk=store.pk).update(slug=f"edit-{self.role}-{os.getpid()}")
        product = self.product(self.kept["edit_category"][0])
        variant = self.variant(product)
        self.kept["edit_store"] = [store.pk]
        self.kept["edit_product"] = [product.pk]
        self.kept["edit_variant"] = [variant.pk]
        self.kept["edit_item"] = [make_item(self.store, variant=variant, price_minor=1250, stock=50).pk]
        self.kept["sold_out"] = [make_item(store, variant=self.variant(product), price_minor=1250, stock=0).pk]
        self.kept["edit_picture"] = [[product.slug, self.picture(product)] for _ in range(2)]
        self.spent["picture"] = [[spare.slug, self.picture(spare)] for _ in range(SELDOM)]

    def things_to_publish(self) -> None:
        """A product before each step of its status."""
        before = {"draft": "DRAFT", "live": "LIVE", "to_archive": "LIVE", "in_review": "IN_REVIEW", "to_return": "LIVE"}
        for pool, status in before.items():
            for _ in range(SELDOM):
                product = self.product(self.kept["category"][0], status=status)
                self.spent[pool].append(product.slug)

    def shelf(self) -> None:
        from catalog.models import Attribute
        from tests.catalog.factories import make_brand, make_category

        for pools, prefix, count in ((self.kept, "", 2), (self.kept, "edit_", 2), (self.spent, "", SELDOM)):
            for _ in range(count):
                number = f"{self.role}-{os.getpid()}-{next(_numbers)}"
                category = make_category(self.name("Shelf"), slug=f"shelf-{number}")
                pools[f"{prefix}category"].append(category.pk)
                pools[f"{prefix}category_slug"].append(category.slug)
                brand = make_brand(self.name("Brand"))
                pools[f"{prefix}brand"].append(brand.pk)
                code = f"trait-{number}"
                Attribute.objects.create(code=code, name=self.name("Trait"))
                pools[f"{prefix}attribute"].append(code)

    def product(self, category_id: Any, **fields: Any) -> Any:
        from catalog.models import Category
        from tests.marketplace.factories import make_maintained_product

        category = Category.objects.get(pk=category_id)
        slug = f"thing-{self.role}-{os.getpid()}-{next(_numbers)}"
        return make_maintained_product(self.store, name=self.name("Thing"), slug=slug, category=category, **fields)

    def variant(self, product: Any) -> Any:
        from tests.catalog.factories import make_variant

        return make_variant(product, sku=f"{self.role}-{os.getpid()}-{next(_numbers)}".upper())

    def picture(self, product: Any) -> str:
        from catalog.services import image_add
        from core.scope import SYSTEM_SCOPE
        from tests.catalog.factories import picture

        return str(image_add(scope=SYSTEM_SCOPE, product_id=product.pk, raw=picture(), alt_text="A picture").pk)

    def offers(self, product: Any, *, keep: bool) -> None:
        from tests.marketplace.factories import make_item

        for number in range(3):
            variant = self.variant(product)
            item = make_item(self.store, variant=variant, price_minor=1250, stock=100_000)
            pools = self.kept if keep and number == 0 else self.spent
            pools["variant"].append(variant.pk)
            pools["item"].append(item.pk)
            if keep and number == 0:
                self.items = [*getattr(self, "items", []), item]

    # Orders, and what pays them

    def orders(self) -> None:
        from tests.accounts.factories import client_for
        from tests.sales.factories import make_service

        if self.role == ROLES[0]:
            make_service(base=500)
            make_service("id", base=20_000)
            make_service("vn", base=30_000)
        self.client = client_for(self.person)
        self.buyer = client_for(self.user())
        for _ in range(SELDOM):
            order = self.order(self.client)
            self.spent["cancel_order"].append(order.number)
            self.spent["start_order"].append(self.order(self.client).number)
            self.spent["authority"].append(self.start(self.order(self.client)).gateway_reference)
        for _ in range(2):
            order = self.paid(self.order(self.client))
            self.kept["order"].append(order.number)
            self.kept["order_item"].append(order.store_orders.get().lines.get().pk)
            self.kept["payment"].append(order.payments.get().pk)
        self.returns()
        for kind in ("refund", "process", "ship", "deliver", "cancel_part", "part"):
            for _ in range(SELDOM if kind != "part" else 2):
                self.part(kind)
        self.coupons()

    def returns(self) -> None:
        """Attempts at the other gateways, for the addresses to which their pages send a browser back."""
        import httpx
        from django.conf import settings

        from payments.services import payment_start

        started = {
            gateway: payment_start(order_id=self.order_in(market, country).pk, gateway=gateway)
            for gateway, market, country in (("stripe", "intl", "US"), ("midtrans", "id", "ID"), ("vnpay", "vn", "VN"))
        }
        self.kept["stripe_attempt"] = [started["stripe"].pk]
        self.kept["midtrans_attempt"] = [started["midtrans"].pk]
        httpx.get(started["vnpay"].redirect_url)
        page = f"{settings.VNPAY_PAY_URL.rpartition('/')[0]}/pay/{started['vnpay'].gateway_reference}/cancel"
        back = urlsplit(httpx.post(page).headers["Location"])
        self.kept["vnpay_query"] = [dict(parse_qsl(back.query))]

    def order_in(self, market: str, country: str) -> Any:
        from sales.models import Order
        from tests.accounts.factories import client_for
        from tests.sales.factories import ADDRESS, checkout, fill_cart

        client = client_for()
        fill_cart(client, (self.items[0], 1), market=market)
        answer = checkout(client, address=ADDRESS | {"country": country})
        assert answer.status_code == 201, answer.json()
        return Order.objects.get(number=answer.json()["number"])

    def order(self, client: Any) -> Any:
        from tests.sales.factories import make_order

        return make_order((self.items[0], 1), client=client)

    def start(self, order: Any) -> Any:
        from payments.services import payment_start

        return payment_start(order_id=order.pk, gateway="sandbox")

    def paid(self, order: Any) -> Any:
        """The order, paid at the gateway."""
        import httpx

        from payments.services import payment_resolve
        from sales.models import Order

        payment = self.start(order)
        pressed = httpx.post(f"{payment.redirect_url}/approve")
        assert pressed.status_code in (200, 303), pressed.text
        payment_resolve(payment_id=payment.pk, cause="return")
        return Order.objects.get(pk=order.pk)

    def part(self, kind: str) -> None:
        """A store's part of a paid order, as far on its way as the operation wants it."""
        from core.scope import SYSTEM_SCOPE, scope_of
        from sales import services
        from sales.models import StoreOrder

        order = self.paid(self.order(self.buyer))
        part = StoreOrder.objects.get(order=order)
        scope = scope_of(self.owner) or SYSTEM_SCOPE
        if kind in ("ship", "deliver"):
            services.store_order_process(scope=scope, store_order=part)
        if kind == "deliver":
            services.store_order_ship(scope=scope, store_order=part, tracking_number="JNE-0042")
        if kind == "refund":
            self.spent["refund"].append(order.payments.get().pk)
        elif kind == "part":
            self.kept["part"].append(part.number)
        else:
            self.spent[kind].append(part.number)

    def coupons(self) -> None:
        from sales.models import Coupon

        for pools, prefix, count in ((self.kept, "", 2), (self.kept, "edit_", 2), (self.spent, "", SELDOM)):
            for _ in range(count):
                code = f"FUZZ-{self.role}-{os.getpid()}-{next(_numbers)}".upper()
                coupon = Coupon.objects.create(code=code, store=self.store, percent_basis_points=1000)
                pools[f"{prefix}coupon"].append(coupon.pk)
                pools[f"{prefix}coupon_code"].append(code)

    def books(self) -> None:
        from tests.fuzz.books import Books
        from tests.marketplace.factories import make_store

        def store() -> Any:
            return make_store(self.name("Books"), owner=self.owner)

        Books(store, self.kept, self.spent, self.kept["order"]).fill(SELDOM)

    # Reviews: of what the role bought from a store where it does not work, and of what others bought from its own

    def reviews(self) -> None:
        from core.scope import SYSTEM_SCOPE
        from reviews import services
        from tests.marketplace.factories import make_item, make_store

        elsewhere = make_item(make_store(self.name("Store")), variant=self.items[1].variant, stock=100_000)
        others = [self.user() for _ in range(3)]
        self.spent["line_to_review"] = [self.delivered(self.person, elsewhere) for _ in range(OFTEN)]
        self.kept["own_review"] = [self.review(self.person, elsewhere) for _ in range(2)]
        for kind in ("own_review", "review_to_show"):
            self.spent[kind] = [self.review(self.person, elsewhere) for _ in range(SELDOM)]
        self.spent["review_picture"] = [self.review_picture(elsewhere) for _ in range(SELDOM)]
        self.kept["review"] = [self.review(other, self.items[0]) for other in others]
        for kind in ("review_to_hide", "review_hidden", "review_reported"):
            self.spent[kind] = [self.review(others[0], self.items[0]) for _ in range(SELDOM)]
        for review_id in self.spent["review_hidden"]:
            services.review_hide(scope=SYSTEM_SCOPE, review_id=review_id, reason="It names a private person.")
        for review_id in self.spent["review_reported"]:
            services.review_report(scope=self.scope_of(others[1]), review_id=review_id, reason="spam")

    def delivered(self, buyer: Any, item: Any) -> Any:
        """The id of a line of this person's that arrived."""
        from tests.reviews.factories import make_bought

        return make_bought(buyer, item).pk

    def review(self, author: Any, item: Any) -> Any:
        from reviews.services import review_write

        line = self.delivered(author, item)
        return review_write(scope=self.scope_of(author), order_item_id=line, rating=4, text="Good.").pk

    def review_picture(self, item: Any) -> list[Any]:
        from reviews.services import picture_add
        from tests.catalog.factories import picture

        review_id = self.review(self.person, item)
        return [review_id, picture_add(scope=self.scope_of(self.person), review_id=review_id, raw=picture()).pk]

    def scope_of(self, user: Any) -> Any:
        from core.scope import scope_of

        return scope_of(user)

    # Credentials

    def armed(self) -> None:
        """Somebody with an authenticator app, and a code that takes it off."""
        import pyotp

        from accounts.services import second_factor_begin, second_factor_confirm, session_start

        user = self.user()
        token = session_start(user=user).access
        secret, _address = second_factor_begin(scope=self.scope_of(user))
        codes = second_factor_confirm(scope=self.scope_of(user), code=pyotp.TOTP(secret).now())
        self.spent["armed"].append(token)
        self.kept["armed_code"].append([f"Bearer {token}", codes[0]])

    def people(self) -> None:
        from accounts.identity import one_time_code_of
        from accounts.links import RESET, token_for, uid_of
        from accounts.models import Address, CodePurpose, Session
        from accounts.services import one_time_code_request, session_start
        from tests.sales.factories import ADDRESS

        for pools, count in ((self.kept, 2), (self.spent, OFTEN)):
            rows = [Address.objects.create(user=self.person, **ADDRESS) for _ in range(count)]
            pools["address"] += [row.pk for row in rows]
        for _ in range(SELDOM):
            pair = session_start(user=self.person)
            self.spent["session"].append(Session.objects.filter(user=self.person).latest("created_at").pk)
            del pair
            self.spent["refresh"].append(session_start(user=self.user()).refresh)
            self.spent["logout"].append(session_start(user=self.user()).access)
            self.spent["password"].append(session_start(user=self.user(password=PASSWORD)).access)
            self.spent["beginner"] += [session_start(user=self.user()).access for _ in range(2)]
            for kind in ("caller", "factor", "leaver", "leaver"):
                self.spent[kind].append(session_start(user=self.user(password=PASSWORD)).access)
            self.armed()
            forgetful = self.user(password=PASSWORD)
            self.spent["reset"].append([uid_of(forgetful), token_for(forgetful, RESET)])
            phone = f"+62812{next(_numbers):06}{os.getpid() % 100:02}"
            contact = one_time_code_request(target=phone, purpose=CodePurpose.CONTACT)
            self.spent["contact"].append([phone, one_time_code_of(contact.pk)])
            code = one_time_code_request(
                target=f"{next(_numbers)}.{os.getpid()}@codes.example", purpose=CodePurpose.LOGIN
            )
            self.spent["code"].append([code.target, one_time_code_of(code.pk)])
        self.kept["login"] = [[self.person.email, PASSWORD]]


if __name__ == "__main__":
    main()
