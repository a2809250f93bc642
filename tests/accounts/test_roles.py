"""manage.py init_roles and what the roles hold."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from accounts.models import User
from core.scope import scope_of

ME = "/api/accounts/me/"


def held(name: str) -> set[str]:
    rows = Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rows}


@pytest.fixture
def roles(db):
    call_command("init_roles", stdout=StringIO())


def test_the_roles_exist_and_running_again_changes_nothing(roles):
    before = {group.name: held(group.name) for group in Group.objects.all()}
    assert set(before) == {"administrator", "support", "technician", "staff", "customer"}
    Group.objects.get(name="customer").permissions.set(Group.objects.get(name="staff").permissions.all())
    call_command("init_roles", stdout=StringIO())
    assert {group.name: held(group.name) for group in Group.objects.all()} == before
    assert User.objects.count() == 0


def test_staff_write_the_catalogue_and_nothing_else(roles):
    writes = {name for name in held("staff") if not name.split(".")[1].startswith("view_")}
    assert "catalog.change_product" in writes
    words = {name for name in writes if name.endswith("_profaneword")}
    assert {name.split(".")[0] for name in writes - words} == {"catalog"}


def test_no_role_writes_money_stock_sessions_groups_or_the_audit(roles):
    for group in Group.objects.all():
        for name in held(group.name):
            app, codename = name.split(".")
            verb, _, model = codename.partition("_")
            assert app not in {"auth", "contenttypes", "sessions", "admin"}, (group.name, name)
            if app in {"payments", "core"} or model in {"stock", "stockmovement", "session", "onetimecode", "order"}:
                assert verb == "view", (group.name, name)


def test_a_customer_may_nothing_in_the_admin(roles):
    assert held("customer") == set()


def test_a_support_agent_is_staff_and_a_customer_is_not(roles, api_as, make_user):
    agent, customer = make_user(groups=("support",)), make_user(groups=("customer",))
    assert (scope_of(agent).is_staff, scope_of(customer).is_staff) == (True, False)
    assert api_as(agent).get(ME).json()["roles"] == ["support"]
