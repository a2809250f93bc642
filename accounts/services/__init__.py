"""What happens to people. Services raise `core.errors.DomainError`s and know nothing of HTTP."""

from accounts.services.addresses import address_create, address_delete, address_update
from accounts.services.codes import one_time_code_request, one_time_code_verify, one_time_codes_prune
from accounts.services.oversight import session_end_by_staff, user_activate, user_deactivate, user_update_by_staff
from accounts.services.people import me_update, password_change, password_sign_in, person_register, user_register
from accounts.services.roles import roles_init
from accounts.services.sessions import (
    session_end,
    session_end_by_refresh,
    session_refresh,
    session_revoke,
    session_start,
    sessions_revoke,
)

__all__ = [
    "address_create",
    "address_delete",
    "address_update",
    "me_update",
    "one_time_code_request",
    "one_time_code_verify",
    "one_time_codes_prune",
    "password_change",
    "password_sign_in",
    "person_register",
    "roles_init",
    "session_end",
    "session_end_by_refresh",
    "session_end_by_staff",
    "session_refresh",
    "session_revoke",
    "session_start",
    "sessions_revoke",
    "user_activate",
    "user_deactivate",
    "user_register",
    "user_update_by_staff",
]
