"""Facts about people. Each is sent inside the transaction that makes it true."""

from django.dispatch import Signal

# user_registered(sender=User, user): a person has an account; sent once per account, however it came about.
user_registered = Signal()

# one_time_code_created(sender=OneTimeCode, code): a code waits to be sent to `code.target`.
one_time_code_created = Signal()

# user_signed_in(sender=User, user, cart_token): a session began; `cart_token` is the guest cart's, or "".
user_signed_in = Signal()

# email_confirmation_wanted(sender=User, user): a link that confirms `user.email` is to be sent.
email_confirmation_wanted = Signal()

# email_confirmed(sender=User, user, was_pending): the link was followed; `was_pending`: the account opened by it.
email_confirmed = Signal()

# registration_repeated(sender=User, user): somebody registered with the address of this open or closed account.
registration_repeated = Signal()

# account_changed(sender=User, user, what, to): something that its owner should hear of; `what` is a key of
# notifications.services.people.NOTICES, `to` the address to tell, "" for the present one.
account_changed = Signal()

# user_deactivated(sender=User, user): the account is closed and its sessions have ended; all its data is kept.
user_deactivated = Signal()

# user_data_collected(sender=User, user): asks for the person's data; receivers return a list of
# accounts.services.DataSection.
user_data_collected = Signal()

# user_erased(sender=User, user): the person is being scrubbed; receivers scrub what their app knows, or raise
# Conflict while something still needs the person. `user` still has its names.
user_erased = Signal()
