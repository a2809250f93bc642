"""What accounts does about facts that Django tells."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

from accounts import services


@receiver(user_logged_out, dispatch_uid="accounts.end_the_session_of_a_browser_that_signs_out")
def end_the_session_of_a_browser_that_signs_out(sender: Any, request: Any, **kwargs: object) -> None:
    """When a browser signs out, on whatever page, the session it had adopted ends."""
    services.browser_session_end(request=request)
