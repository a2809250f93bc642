"""Platform roles as Django groups (DESIGN.md §7). Seller roles are `StoreMember.role`, not groups."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission

from core.db import atomic
from core.scope import ADMINISTRATOR, CUSTOMER, STAFF, SUPPORT, TECHNICIAN

VIEW, EDIT, ALL = ("view",), ("view", "add", "change"), ("view", "add", "change", "delete")

# What each role may do in the admin: app or app.model → verbs; the longest name that fits decides. Rows of money,
# stock movements, sessions, codes and audit are never written by hand, whatever the role.
ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    ADMINISTRATOR: {
        "accounts": VIEW,
        "accounts.user": EDIT,
        "accounts.profaneword": ALL,
        "accounts.address": VIEW,
        "markets": EDIT,
        "markets.exchangerate": ("view", "add"),
        "catalog": ALL,
        "marketplace": VIEW,
        "marketplace.store": EDIT,
        "marketplace.storemember": ALL,
        "marketplace.storeinvitation": ("view", "add"),
        "marketplace.storeholiday": ("view", "add"),
        "marketplace.storepolicy": ("view", "add"),
        "marketplace.requirement": ALL,
        "shipping": ALL,
        "sales": VIEW,
        "sales.coupon": ALL,
        "payments": VIEW,
        "finance": VIEW,
        "finance.commissionrule": ALL,
        "finance.payoutterms": ALL,
        "finance.payoutbatch": ("view", "add"),
        "reviews": VIEW,
        "storefront": VIEW,
        "notifications": VIEW,
        "core": VIEW,
    },
    STAFF: {
        "catalog": ALL,
        "accounts.profaneword": ALL,
        "marketplace": VIEW,
        "markets": VIEW,
        "reviews": VIEW,
        "shipping": VIEW,
    },
    SUPPORT: {"sales": VIEW, "marketplace": VIEW, "catalog": VIEW, "reviews": VIEW, "shipping": VIEW},
    TECHNICIAN: {"catalog": VIEW, "marketplace": VIEW, "core.outboxmessage": VIEW, "core.jobheartbeat": VIEW},
    CUSTOMER: {},
}


@atomic
def roles_init() -> dict[str, int]:
    """Make the groups and set exactly the permissions of `ROLES`, however often it runs.

    Returns the number of permissions of each group. It adds no user to any group and makes no superuser: a superuser
    is a flag that only `createsuperuser` sets.
    """
    every = list(Permission.objects.select_related("content_type"))
    counts = {}
    for name, rules in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        granted = [permission for permission in every if _grants(rules, permission)]
        group.permissions.set(granted)
        counts[name] = len(granted)
    return counts


def _grants(rules: dict[str, tuple[str, ...]], permission: Permission) -> bool:
    content = permission.content_type
    verbs = rules.get(f"{content.app_label}.{content.model}", rules.get(content.app_label, ()))
    verb, _, model = permission.codename.partition("_")
    return verb in verbs and model == content.model
