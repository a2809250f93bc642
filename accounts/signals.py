"""Facts about people. Each is sent inside the transaction that makes it true."""

from django.dispatch import Signal

# user_registered(sender=User, user): a person has an account; sent once per account, however it came about.
user_registered = Signal()

# one_time_code_created(sender=OneTimeCode, code): a code waits to be sent to `code.target`.
one_time_code_created = Signal()

# user_signed_in(sender=User, user, cart_token): a session began; `cart_token` is the guest cart's, or "".
user_signed_in = Signal()
