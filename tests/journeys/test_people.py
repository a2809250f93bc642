"""People and their accounts over HTTP against running processes, also where it goes wrong."""

from __future__ import annotations

import email
import email.policy
import io
import json
import re
import time
import zipfile
from urllib.parse import urlsplit

import httpx
import pyotp
import pytest
from django.core.signing import TimestampSigner, b62_encode

from config.settings.base import DEVELOPMENT_SECRET
from tests import plain_http
from tests.running import PASSWORD, Person, Shop, wait_until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


def letters_to(shop: Shop, address: str) -> list[str]:
    """The texts of all mails to a person so far."""
    found = []
    for path in sorted(shop.stack.mail_dir.glob("*.log")):
        for text in path.read_text().split("-" * 79):
            letter = email.message_from_string(text.lstrip("\n"), policy=email.policy.default)
            if address in str(letter["To"]):
                body = letter.get_body(("plain",))
                found.append(str(body.get_content()) if body else "")
    return found


def link_for(shop: Shop, address: str, page: str) -> str:
    """The path of a link of a mail, once it has come."""

    def look() -> str:
        texts = "\n".join(letters_to(shop, address))
        found = re.findall(rf"https?://[^/\s]+(/{page}/[^\s]+)", texts)
        return found[-1] if found else ""

    return str(wait_until(look, lambda: f"a link to /{page}/ for {address}"))


def browser(shop: Shop) -> httpx.Client:
    return plain_http.client(base_url=shop.stack.web_url, follow_redirects=True)


def aged(link: str, hours: int) -> str:
    """The same link as if it had been made so many hours ago: signed with the development key of the running shop."""
    *start, token, _ = link.split("/")
    then = b62_encode(int(time.time()) - hours * 3600)
    signer = TimestampSigner(key=DEVELOPMENT_SECRET, salt="accounts.activation")
    value = f"{token.split(':')[0]}:{then}"
    return "/".join([*start, f"{value}:{signer.signature(value)}", ""])


def test_a_confirmation_link_works_once_and_explains_itself_afterwards(shop: Shop):
    mina = shop.person("Mina Rahimi")
    link = link_for(shop, mina.email, "activate")
    too_old = browser(shop).get(aged(link, 49))
    assert (urlsplit(str(too_old.url)).query, "too old" in too_old.text) == ("reason=expired", True)
    visitor = browser(shop)
    opened = visitor.get(link)
    assert (urlsplit(str(opened.url)).path, "confirmed" in opened.text) == ("/activation-success/", True)
    assert visitor.get("/api/accounts/me/").json()["is_email_confirmed"] is True
    again = browser(shop).get(link)
    assert "was used already" in again.text
    broken = browser(shop).get("/activate/NjEyMw/token123/")
    assert "does not work" in broken.text


def test_a_wrong_code_five_times_makes_the_right_one_worthless(shop: Shop):
    sara = shop.guest("Sara Nasser")
    sara.ask("POST", "accounts/otp/request/", status=202, target=sara.email)
    for wrong in ("000000", "222222", "333333", "444444", "555555"):
        sara.ask("POST", "accounts/otp/verify/", status=401, target=sara.email, code=wrong)
    refused = sara.ask("POST", "accounts/otp/verify/", status=401, target=sara.email, code="111111")
    assert refused["code"] == "code_refused"


def test_a_forgotten_password_is_chosen_anew_by_mail(shop: Shop):
    linh = shop.person("Linh Trần")
    linh.ask("POST", "accounts/password-reset/", status=202, email=linh.email)
    link = link_for(shop, linh.email, "password-reset")
    uid, token = link.strip("/").split("/")[1:]
    linh.ask(
        "POST", "accounts/password-reset/confirm/", status=204, uid=uid, token=token, new_password="nine tin whistles"
    )
    assert linh.http.get("accounts/me/").status_code == 401
    linh.http.headers.pop("Authorization")
    linh.ask("POST", "accounts/login/", status=401, identifier=linh.email, password=PASSWORD)
    linh.ask("POST", "accounts/login/", identifier=linh.email, password="nine tin whistles")
    again = linh.ask(
        "POST", "accounts/password-reset/confirm/", status=400, uid=uid, token=token, new_password="ten tin whistles"
    )
    assert again["code"] == "link_invalid"
    wait_until(
        lambda: any("Your password was changed" in text for text in letters_to(shop, linh.email)),
        lambda: "the notice of the change",
    )


def test_nobody_hears_of_a_password_reset_for_an_unknown_address(shop: Shop):
    known, unknown = shop.person("Agus Pratama"), shop.guest("Nobody Here")
    answers = [known.ask("POST", "accounts/password-reset/", status=202, email=one.email) for one in (known, unknown)]
    assert answers[0] == answers[1]
    link_for(shop, known.email, "password-reset")
    assert letters_to(shop, unknown.email) == []


def test_an_authenticator_app_is_asked_for_and_its_code_works_once(shop: Shop):
    nora = shop.person("Nora Whitfield")
    secret = nora.ask("POST", "accounts/second-factor/", status=201)["secret"]
    totp = pyotp.TOTP(secret)
    codes = nora.ask("POST", "accounts/second-factor/confirm/", code=totp.now())["recovery_codes"]
    login = {"identifier": nora.email, "password": PASSWORD}
    assert nora.ask("POST", "accounts/login/", status=401, **login)["code"] == "second_factor_required"
    nora.ask("POST", "accounts/login/", **login, second_factor=codes[0])
    used = nora.ask("POST", "accounts/login/", status=401, **login, second_factor=codes[0])
    assert used["code"] == "second_factor_refused"


@pytest.fixture
def mina_bought(shop: Shop) -> tuple[Person, Person, dict[str, object]]:
    """A buyer and a seller, and the order between them, which is paid."""
    tomas, mina = shop.person("Tomas Vos"), shop.person("Mina Rahimi")
    tomas.open_store("Northlight")
    order = mina.checkout(tomas.offer("Lamp", price_minor=8900, stock=40))
    mina.pay(order)
    return mina, tomas, order


def test_a_copy_of_the_data_holds_the_orders_and_opens_by_its_link_alone(shop: Shop, mina_bought):
    mina, _, order = mina_bought
    mina.ask("POST", "accounts/export/", status=202)
    rows = wait_until(lambda: mina.get("accounts/export/")["results"], lambda: "the copy of the data")
    answer = plain_http.get(shop.stack.web_url + rows[0]["url"])
    assert answer.headers["Content-Disposition"].startswith("attachment")
    whole = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("data.json"))
    assert [row["number"] for row in whole["orders"]] == [order["number"]]
    assert plain_http.get(f"{shop.stack.web_url}/files/{rows[0]['id']}/").status_code == 404


def test_erasure_waits_for_the_parcel_and_then_leaves_only_the_books(shop: Shop, mina_bought):
    mina, tomas, order = mina_bought
    refused = mina.ask("POST", "accounts/erase/", status=409, password=PASSWORD)
    assert refused["code"] == "conflict"
    number = next(
        row["number"]
        for row in tomas.get("sales/store-orders/")["results"]
        if row["number"].startswith(str(order["number"]))
    )
    tomas.ask("POST", f"sales/store-orders/{number}/process/")
    tomas.ask("POST", f"sales/store-orders/{number}/ship/", tracking_number="JNE-0042")
    tomas.ask("POST", f"sales/store-orders/{number}/deliver/")
    mina.ask("POST", "accounts/erase/", status=204, password=PASSWORD)
    assert mina.http.get("accounts/me/").status_code == 401
    left = shop.query(
        "SELECT contact_name, contact_email, total_minor FROM sales_order WHERE number = %s", order["number"]
    )
    assert left == [("", "", order["total"]["minor"])]
    assert shop.count("SELECT count(*) FROM accounts_user WHERE email = %s", mina.email) == 0
    shop.settle()
    shop.check_invariants()
