"""Opening an account and signing in with a password."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.dispatch import Signal

from accounts.models import Profile, Session, User
from accounts.signals import user_registered, user_signed_in
from tests.accounts.factories import PASSWORD

REGISTER, LOGIN, ME = "/api/accounts/register/", "/api/accounts/login/", "/api/accounts/me/"


class Heard(list):
    """The facts that a signal told, while the test lasts."""

    def __call__(self, **kwargs):
        self.append(kwargs)


@pytest.fixture
def heard(request):
    def listen(signal: Signal) -> Heard:
        ears = Heard()
        signal.connect(ears)
        request.addfinalizer(lambda: signal.disconnect(ears))
        return ears

    return listen


def test_a_person_registers_signs_in_and_reads_who_they_are(api):
    made = api.post(REGISTER, {"email": "Mina@Example.com", "password": PASSWORD, "name": "Mina"})
    assert made.status_code == 201
    assert made.json()["user"] == {
        "id": str(User.objects.get().pk),
        "email": "mina@example.com",
        "phone": None,
        "username": None,
        "name": "Mina",
    }
    assert made["Cache-Control"] == "no-store"

    login = api.post(LOGIN, {"identifier": "MINA@example.com", "password": PASSWORD})
    assert login.status_code == 200
    assert login.json()["token_type"] == "Bearer"
    assert login.json()["expires_in"] == 1800

    me = api.get(ME, headers={"Authorization": f"Bearer {login.json()['access']}"})
    assert me.status_code == 200
    assert me.json() == made.json()["user"] | {"language": "", "market": None, "theme": "auto", "roles": []} | {
        "photo": None,
        "job_title": "",
        "is_email_confirmed": False,
        "is_phone_confirmed": False,
    }
    assert Profile.objects.count() == 1


@pytest.mark.parametrize("identifier", ["+98 912 123 4567", "+٩٨٩١٢١٢٣٤٥٦٧", "mina.k", "MINA.K", "mina@example.com"])
def test_any_identifier_however_it_is_typed_signs_the_same_person_in(api, make_user, identifier):
    mina = make_user("mina@example.com", phone="+989121234567", username="Mina.K")
    login = api.post(LOGIN, {"identifier": identifier, "password": PASSWORD})
    assert login.status_code == 200
    assert login.json()["user"]["id"] == str(mina.pk)


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"password": PASSWORD}, "/email", "required"),
        ({"email": "no", "password": PASSWORD}, "/email", "not_a_email"),
        ({"phone": "12", "password": PASSWORD}, "/phone", "not_a_phone"),
        ({"email": "a@example.com", "username": "a b", "password": PASSWORD}, "/username", "not_a_username"),
        ({"email": "a@example.com", "username": "+98912", "password": PASSWORD}, "/username", "not_a_username"),
        ({"email": "a@example.com", "password": "12345"}, "/password", "password_too_short"),
        ({"email": "a@example.com", "password": PASSWORD, "is_staff": True}, "/is_staff", "unknown_field"),
        ({"email": "a@example.com", "password": "x" * 129}, "/password", "max_length"),
        ({"email": "a@example.com"}, "/password", "required"),
    ],
)
def test_a_registration_that_does_not_hold_says_where_and_makes_nobody(api, body, pointer, code):
    answer = api.post(REGISTER, body)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert (pointer, code) in {(error["pointer"], error["code"]) for error in answer.json()["errors"]}
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "again"),
    [("email", "MINA@EXAMPLE.COM"), ("phone", "+98 (912) 123-4567"), ("username", "MINA")],
)
def test_an_identifier_belongs_to_one_account_whatever_its_case(api, make_user, field, again):
    make_user("mina@example.com", phone="+989121234567", username="mina")
    answer = api.post(REGISTER, {"email": "other@example.com", field: again, "password": PASSWORD})
    assert answer.status_code == 409
    assert answer.json()["code"] == "already_registered"
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{field}"]
    assert User.objects.count() == 1


def test_registering_tells_the_house_once_and_names_the_guest_cart(api, heard):
    registered, signed_in = heard(user_registered), heard(user_signed_in)
    api.post(REGISTER, {"email": "a@example.com", "password": PASSWORD}, headers={"X-Cart-Token": "cart-of-a-guest"})
    user = User.objects.get()
    assert [fact["user"] for fact in registered] == [user]
    assert [(fact["user"], fact["cart_token"]) for fact in signed_in] == [(user, "cart-of-a-guest")]


def test_the_guest_cart_may_stand_in_the_body_of_a_login(api, make_user, heard):
    make_user("a@example.com")
    signed_in = heard(user_signed_in)
    api.post(LOGIN, {"identifier": "a@example.com", "password": PASSWORD, "cart_token": "cart-of-a-guest"})
    assert [fact["cart_token"] for fact in signed_in] == ["cart-of-a-guest"]


def test_a_receiver_that_fails_takes_the_whole_registration_back(db):
    from accounts import services

    def fail(**kwargs):
        raise RuntimeError("no cart")

    user_registered.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            services.user_register(email="a@example.com", password=PASSWORD)
    finally:
        user_registered.disconnect(fail)


def test_unknown_wrong_and_closed_accounts_read_the_same_refusal(api, make_user):
    make_user("mina@example.com")
    make_user("closed@example.com", is_active=False)
    make_user("codeonly@example.com", password=None)
    bodies = [
        {"identifier": "nobody@example.com", "password": PASSWORD},
        {"identifier": "nobody", "password": PASSWORD},
        {"identifier": "mina@example.com", "password": "wrong"},
        {"identifier": "closed@example.com", "password": PASSWORD},
        {"identifier": "codeonly@example.com", "password": "!"},
    ]
    answers = [api.post(LOGIN, body) for body in bodies]
    assert {answer.status_code for answer in answers} == {401}
    assert {answer["WWW-Authenticate"] for answer in answers} == {'Bearer realm="api"'}
    seen = {tuple((k, str(v)) for k, v in answer.json().items() if k != "request_id") for answer in answers}
    assert len(seen) == 1
    assert answers[0].json()["code"] == "credentials_refused"
    assert Session.objects.count() == 0


def test_an_unknown_person_costs_as_many_password_checks_as_a_known_one(api, make_user, settings, monkeypatch):
    """The time of a login is the time of its one Argon2 run, so the runs are counted, not the milliseconds."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    make_user("mina@example.com")
    make_user("codeonly@example.com", password=None)
    runs: list[str] = []
    real_encode, real_verify = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *a, **k: runs.append("run") or real_encode(*a, **k))
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *a, **k: runs.append("run") or real_verify(*a, **k))
    counts = {}
    for identifier in ("mina@example.com", "nobody@example.com", "codeonly@example.com"):
        runs.clear()
        api.post(LOGIN, {"identifier": identifier, "password": "wrong"})
        counts[identifier] = len(runs)
    assert counts == {"mina@example.com": 1, "nobody@example.com": 1, "codeonly@example.com": 1}


def test_a_login_costs_at_most_eight_statements(api, make_user, django_assert_max_num_queries):
    make_user("mina@example.com")
    with django_assert_max_num_queries(8):
        assert api.post(LOGIN, {"identifier": "mina@example.com", "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize("body", [{}, {"identifier": "a"}, {"identifier": "a\x00b", "password": "x"}, [], "text", None])
def test_a_malformed_login_is_a_400(api, body):
    assert api.post(LOGIN, body).status_code == 400


def test_a_hash_of_other_parameters_is_replaced_at_the_next_login(make_user, api, settings):
    settings.PASSWORD_HASHERS = [
        "accounts.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.Argon2PasswordHasher",
    ]  # fmt: skip
    user = make_user("mina@example.com")
    user.password = Argon2PasswordHasher().encode("seven paper lanterns", "saltsaltsalt")
    user.save(update_fields=["password"])
    body = {"identifier": "mina@example.com", "password": "seven paper lanterns"}
    assert api.post("/api/accounts/login/", body).status_code == 200
    user.refresh_from_db()
    assert "m=19456,t=2,p=1$" in user.password
