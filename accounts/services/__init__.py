"""What happens to people. Services raise `core.errors.DomainError`s and know nothing of HTTP."""

from accounts.services.addresses import address_create, address_delete, address_update
from accounts.services.browsers import browser_person, browser_session_end, browser_session_of, browser_sign_in
from accounts.services.codes import one_time_code_request, one_time_code_verify, one_time_codes_prune
from accounts.services.confirmation import email_confirm, email_confirmation_request, registration_open
from accounts.services.contacts import contact_change
from accounts.services.oversight import (
    session_end_by_staff,
    user_activate,
    user_add_by_staff,
    user_deactivate,
    user_update_by_staff,
)
from accounts.services.passwords import password_reset_check, password_reset_confirm, password_reset_request
from accounts.services.people import (
    me_update,
    password_change,
    password_prove,
    password_sign_in,
    person_register,
    photo_remove,
    photo_set,
    user_register,
)
from accounts.services.privacy import (
    DataSection,
    account_deactivate,
    account_erase,
    data_export_request,
    user_erase,
)
from accounts.services.roles import roles_init
from accounts.services.second_factor import (
    second_factor_begin,
    second_factor_check,
    second_factor_confirm,
    second_factor_is_on,
    second_factor_remove,
)
from accounts.services.sessions import (
    session_end,
    session_end_by_refresh,
    session_refresh,
    session_revoke,
    session_start,
    sessions_revoke,
    sessions_sign_out_others,
)
from accounts.services.words import profane_word_add, profane_word_remove, profane_word_update

__all__ = [
    "DataSection",
    "account_deactivate",
    "account_erase",
    "address_create",
    "address_delete",
    "address_update",
    "browser_person",
    "browser_session_end",
    "browser_session_of",
    "browser_sign_in",
    "contact_change",
    "data_export_request",
    "email_confirm",
    "email_confirmation_request",
    "me_update",
    "one_time_code_request",
    "one_time_code_verify",
    "one_time_codes_prune",
    "password_change",
    "password_prove",
    "password_reset_check",
    "password_reset_confirm",
    "password_reset_request",
    "password_sign_in",
    "person_register",
    "photo_remove",
    "photo_set",
    "profane_word_add",
    "profane_word_remove",
    "profane_word_update",
    "registration_open",
    "roles_init",
    "second_factor_begin",
    "second_factor_check",
    "second_factor_confirm",
    "second_factor_is_on",
    "second_factor_remove",
    "session_end",
    "session_end_by_refresh",
    "session_end_by_staff",
    "session_refresh",
    "session_revoke",
    "session_start",
    "sessions_revoke",
    "sessions_sign_out_others",
    "user_activate",
    "user_add_by_staff",
    "user_deactivate",
    "user_erase",
    "user_register",
    "user_update_by_staff",
]
