"""People: the buyers with their address books, and those who may sign in."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import Group

from accounts.models import Profile, User
from accounts.services import address_create, roles_init, user_register
from config.demo.people import LANGUAGES, LOGINS, Login, Person, buyers
from config.demo.places import address_in
from config.demo.world import Buyer, World
from core.scope import ActingScope, Actor
from sales.models import Cart


def crowd_gather(world: World) -> None:
    """Register everybody through the services of accounts; those with a log-in get the password of the seed."""
    roles_init()
    logins = {login.person.key: login for login in LOGINS}
    people = list(buyers(world.scale.buyers, world.rng))
    staff = [login.person for login in LOGINS if login.group or login.is_superuser]
    world.progress.begin("people", len(people) + len(staff))
    for person in people:
        world.clock.move_to(world.clock.now + timedelta(minutes=world.rng.randint(1, 30)))
        user = person_register(world, person, logins.get(person.key))
        world.buyers.append(_buyer(world, person, user))
        world.progress.step()
    for person in staff:
        person_register(world, person, logins[person.key])
        world.progress.step()
    for market in world.markets.values():
        shoppers = [buyer.user.pk for buyer in world.buyers if buyer.person.market == market.code]
        Cart.objects.filter(user__in=shoppers).update(market=market)


def person_register(world: World, person: Person, login: Login | None) -> User:
    """An account; with a password only where the person is one of the log-ins."""
    user = user_register(email=person.email, username=person.username, name=person.name)
    if login is not None:
        user.password = world.password_hash
        user.is_staff, user.is_superuser = bool(login.group) or login.is_superuser, login.is_superuser
        user.email_confirmed_at = world.clock.now
        user.save(update_fields=["password", "is_staff", "is_superuser", "email_confirmed_at", "updated_at"])
        if login.group:
            user.groups.add(Group.objects.get(name=login.group))
    market = world.markets[person.market]
    Profile.objects.filter(user=user).update(market=market, language=LANGUAGES[person.market])
    return user


def scope_of_person(user: User) -> ActingScope:
    return ActingScope(actor=Actor("user", str(user.pk), user.name), user_id=user.pk)


def _buyer(world: World, person: Person, user: User) -> Buyer:
    fields = address_in(person.market, world.rng)
    if person.line1:
        fields["line1"] = person.line1
    address = {"recipient": person.name, **fields}
    scope = scope_of_person(user)
    address_create(scope=scope, fields={**address, "label": "home"})
    if world.rng.random() < 0.15:
        work = {"recipient": person.name, **address_in(person.market, world.rng), "label": "work"}
        address_create(scope=scope, fields=work)
    return Buyer(person, user, scope, address)
