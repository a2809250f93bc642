"""Codes, tokens and defaults under fire. Each harness first convicts the naive way, then clears ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from uuid import UUID

import pytest
from django.conf import settings
from django.db import IntegrityError

from accounts import services
from accounts.identity import keyed_hash, one_time_code_of
from accounts.models import Address, OneTimeCode, Session, User
from accounts.services import tokens
from accounts.services.codes import MAX_TRIES, one_time_code_count_try
from accounts.services.tokens import TokenPair
from core.errors import DomainError
from tests.accounts.factories import PASSWORD, client_for, make_user
from tests.races.harness import Together, at_once, rounds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

FREE_TRIES = settings.LIMITS["otp-verify"]["tries"]["free"]
TARGET = "mina@example.com"
VERIFY, REFRESH = "/api/accounts/otp/verify/", "/api/accounts/token/refresh/"


def compared(count_try: Callable[[], UUID | None]) -> int:
    """How many of many guesses at once get as far as being compared with the code."""
    services.one_time_code_request(target=TARGET)
    return sum(found is not None for found in at_once(lambda _: count_try(), rounds(100, 24)))


def naive_count_try(looked: Together) -> UUID | None:
    """Read, check, write: the count comes too late."""
    row = OneTimeCode.objects.get(target_key=keyed_hash(TARGET), used_at=None)
    if row.attempts >= MAX_TRIES:
        return None
    looked.wait()
    row.attempts += 1
    row.save(update_fields=["attempts"])
    return row.pk


def test_the_naive_count_lets_more_than_five_guesses_through():
    looked = Together(MAX_TRIES + 1)
    assert compared(lambda: naive_count_try(looked)) > MAX_TRIES


def test_of_a_hundred_guesses_at_once_five_are_compared():
    assert compared(lambda: one_time_code_count_try(target_key=keyed_hash(TARGET), purpose="login")) == MAX_TRIES


def test_a_hundred_guesses_over_http_spend_five_tries_and_then_even_the_right_code_is_refused():
    services.one_time_code_request(target=TARGET)
    right = one_time_code_of(OneTimeCode.objects.get(used_at=None).pk)
    wrong = [f"{number:06d}" for number in range(101) if f"{number:06d}" != right]

    def guess(number: int) -> int:
        return client_for().post(VERIFY, {"target": TARGET, "code": wrong[number]}).status_code

    # After twenty tries the account waits, right code or not
    assert Counter(at_once(guess, rounds(100, 24))) == {401: FREE_TRIES, 429: rounds(100, 24) - FREE_TRIES}
    assert OneTimeCode.objects.get().attempts == MAX_TRIES
    assert client_for().post(VERIFY, {"target": TARGET, "code": right}).status_code == 429
    assert User.objects.count() == 0


def test_the_right_code_entered_many_times_at_once_signs_in_once():
    services.one_time_code_request(target=TARGET)
    right = one_time_code_of(OneTimeCode.objects.get(used_at=None).pk)
    statuses = at_once(lambda _: client_for().post(VERIFY, {"target": TARGET, "code": right}).status_code, 10)
    assert Counter(statuses) == {200: 1, 401: 9}
    assert (User.objects.count(), Session.objects.count()) == (1, 1)


def test_codes_asked_for_at_once_leave_one_that_works():
    at_once(lambda _: services.one_time_code_request(target=TARGET).pk, rounds(20, 8))
    assert OneTimeCode.objects.filter(used_at=None).count() == 1


def pairs_won(refresh: Callable[[str], TokenPair | None]) -> tuple[int, TokenPair]:
    """How many of twenty exchanges of one refresh token at once give a pair; and the token of one of them."""
    first = services.session_start(user=make_user(TARGET))
    won = [pair for pair in at_once(lambda _: refresh(first.refresh), 20) if pair is not None]
    return len(won), won[-1]


def naive_refresh(refresh: str, looked: Together) -> TokenPair | None:
    """Read, check, write: everybody who read in time gets a pair."""
    claims = tokens.read_refresh(refresh)
    session = Session.objects.get(pk=claims.session_id)
    if session.current_hash != claims.jti_hash:
        return None
    looked.wait()
    pair = tokens.pair_for(user_id=claims.user_id, session_id=claims.session_id)
    session.previous_hash, session.current_hash = session.current_hash, pair.refresh_hash
    session.save()
    return pair


def our_refresh(refresh: str) -> TokenPair | None:
    try:
        return services.session_refresh(refresh=refresh)
    except DomainError:
        return None


def test_the_naive_rotation_gives_many_pairs_for_one_token():
    looked = Together()
    assert pairs_won(lambda refresh: naive_refresh(refresh, looked))[0] > 1


def test_twenty_exchanges_of_one_refresh_token_give_one_pair_that_works():
    for _ in range(rounds(5, 1)):
        User.objects.filter(email=TARGET).delete()
        count, pair = pairs_won(our_refresh)
        assert count == 1
        assert services.session_refresh(refresh=pair.refresh)


def test_the_losers_of_a_refresh_race_read_409_over_http_and_the_winner_goes_on():
    first = services.session_start(user=make_user(TARGET))
    answers = at_once(lambda _: client_for().post(REFRESH, {"refresh": first.refresh}), 20)
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 19}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"already_rotated"}
    pair = next(answer for answer in answers if answer.status_code == 200).json()
    me = client_for().get("/api/accounts/me/", headers={"Authorization": f"Bearer {pair['access']}"})
    assert (me.status_code, Session.objects.get().revoked_at) == (200, None)


def test_one_address_registered_many_times_at_once_is_one_account():
    body = {"email": TARGET, "password": PASSWORD}
    answers = at_once(lambda _: client_for().post("/api/accounts/register/", body).status_code, 10)
    assert Counter(answers) == {201: 1, 409: 9}
    assert User.objects.count() == 1


def defaults_after(add: Callable[[User, int], object]) -> int:
    """How many defaults a book has after many added addresses, each of which finds itself the first."""
    user = make_user(TARGET)
    at_once(lambda number: add(user, number), 10)
    return Address.objects.filter(user=user, is_default=True).count()


def test_first_addresses_added_at_once_leave_one_default():
    body = {"recipient": "Mina", "line1": "Jalan 1", "city": "Jakarta", "country": "ID"}

    def add(user: User, number: int) -> None:
        answer = client_for(user).post("/api/accounts/addresses/", body | {"is_default": number % 2 == 0})
        assert answer.status_code == 201

    assert defaults_after(add) == 1
    assert Address.objects.count() == 10


def test_the_naive_first_address_collides_with_itself():
    """Without the lock the unique index still holds the line, at the price of a failed request."""
    looked = Together()

    def add(user: User, number: int) -> None:
        first = not Address.objects.filter(user=user).exists()
        looked.wait()
        Address.objects.create(
            user=user, recipient="Mina", line1="Jalan 1", city="Jakarta", country="ID", is_default=first
        )

    with pytest.raises(IntegrityError):
        defaults_after(add)
