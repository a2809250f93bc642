"""What marketplace does about facts from the apps below it."""

from __future__ import annotations

from django.dispatch import receiver
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.signals import user_erased
from core.errors import Conflict
from marketplace.models import Seller, StoreMember
from marketplace.rules import StoreRole


@receiver(user_erased, dispatch_uid="marketplace.let_the_person_go")
def let_the_person_go(sender: type[User], user: User, **kwargs: object) -> None:
    """When a person is erased, memberships end; whoever owns a store or sells hands that over or closes it first."""
    mine = StoreMember.objects.filter(user=user, is_active=True)
    if mine.filter(role=StoreRole.OWNER).exists() or Seller.objects.filter(user=user).exists():
        raise Conflict(_("You still have a store. Close it or hand it over, then try again."))
    mine.delete()
