#!/bin/sh
# The buying loop with curl, against a running Serai (`make run`): two sellers, one shopper, three orders.
#
#     sh docs/tour.sh                                      http://127.0.0.1:8000, mails under .serai/mail
#     BASE=http://127.0.0.1:8001 MAIL_DIR=/tmp/mail sh docs/tour.sh
#
# Needs curl, and python3 to pick values out of JSON. Every run makes new people and products, so run it as often as
# you like. It stops at the first answer that is not as it should be.
set -eu

BASE=${BASE:-http://127.0.0.1:8000}
MAIL_DIR=${MAIL_DIR:-.serai/mail}
RUN=$(date +%s)$$
PASSWORD="seven paper lanterns"

say() { printf '\n%s\n' "$*"; }
fact() { printf '   %-28s %s\n' "$1" "$2"; }

# pick a.0.b: that value of the JSON document on stdin.
pick() {
    python3 -IS -c '
import json, sys
text = sys.stdin.read()
try:
    value = json.loads(text)
    for step in sys.argv[1].split("."):
        value = value[int(step)] if isinstance(value, list) else value[step]
except (ValueError, LookupError, TypeError):
    sys.exit(f"no {sys.argv[1]} in the answer: {text}")
print(value)' "$1"
}

# call TOKEN METHOD PATH [JSON]: one request; prints the body of the answer.
call() {
    if [ -n "${4:-}" ]; then
        curl -sS -X "$2" "$BASE$3" -H "Authorization: Bearer $1" -H 'Content-Type: application/json' \
            -H "Idempotency-Key: tour-$RUN-$(new)" -d "$4"
    else
        curl -sS -X "$2" "$BASE$3" -H "Authorization: Bearer $1" -H "Idempotency-Key: tour-$RUN-$(new)"
    fi
}
new() { od -An -N8 -tx1 /dev/urandom | tr -d ' \n'; }

expect() { # WHAT WANTED GOT
    fact "$1" "$3"
    [ "$2" = "$3" ] || { echo "   expected $2" >&2; exit 1; }
}

# mails WANTED KIND PERSON: how many mails of that kind the person got, once there are so many (at most 20 seconds).
count_mails() {
    grep -rlF "To: $2.$RUN@example.com" "$MAIL_DIR" 2>/dev/null | xargs grep -lF "<$1-" 2>/dev/null | wc -l | tr -d ' '
}
mails() {
    tries=0
    while [ "$(count_mails "$2" "$3")" -lt "$1" ] && [ "$tries" -lt 40 ]; do sleep 0.5; tries=$((tries + 1)); done
    count_mails "$2" "$3"
}

register() { # ADDRESS NAME: prints an access token
    curl -sS "$BASE/api/accounts/register/" -H 'Content-Type: application/json' \
        -d "{\"email\": \"$1\", \"password\": \"$PASSWORD\", \"name\": \"$2\"}" | pick user.email >/dev/null
    curl -sS "$BASE/api/accounts/login/" -H 'Content-Type: application/json' \
        -d "{\"identifier\": \"$1\", \"password\": \"$PASSWORD\"}" | pick access
}

open_shop() { # TOKEN SHOP: registers the seller with a store
    call "$1" POST /api/marketplace/sellers/ "{\"name\": \"$2 Ltd\", \"store\": {\"name\": \"$2 $RUN\", \"market\": \"intl\",
        \"city\": \"Portland\", \"country\": \"US\", \"email\": \"$3\"}}" | pick store.slug
}

offer() { # TOKEN THING PRICE STOCK: category, product, variant, offer; prints the offer's id
    category=$(call "$1" POST /api/catalog/categories/ "{\"name\": \"$2s $RUN\"}" | pick id)
    product=$(call "$1" POST /api/catalog/products/ "{\"name\": \"$2 $RUN\", \"category\": \"$category\"}" | pick id)
    variant=$(call "$1" POST /api/catalog/product-variants/ "{\"product\": \"$product\", \"sku\": \"$2-$RUN\",
        \"weight_grams\": 700, \"length_mm\": 200, \"width_mm\": 150, \"height_mm\": 100}" | pick id)
    call "$1" POST /api/marketplace/items/ "{\"variant\": \"$variant\", \"price_minor\": $3, \"stock\": $4}" | pick id
}

order() { # TOKEN OFFER...: puts one piece of each into the cart and checks out; prints the order's number
    token=$1; shift
    for item in "$@"; do
        call "$token" POST /api/sales/cart-items/ "{\"item_id\": \"$item\", \"quantity\": 1}" >/dev/null
    done
    call "$token" POST /api/sales/checkout/ '{"address": {"recipient": "Mina Rahimi", "line1": "12 Elm Street",
        "city": "Portland", "postal_code": "97201", "country": "US"}}' | pick number
}

pay() { # TOKEN NUMBER BUTTON: starts a payment, presses the button on the gateway's page, comes back; prints the state
    page=$(call "$1" POST /api/payments/start/ "{\"order\": \"$2\", \"gateway\": \"sandbox\"}" | pick redirect_url)
    back=$(curl -sS -o /dev/null -w '%{redirect_url}' -X POST "$page/$3")
    curl -sS "$back" | pick state
}

status() { call "$1" GET "/api/sales/orders/$2/" | pick status; }

say "1. Register, log in, ask who I am"
MINA=$(register "mina.$RUN@example.com" "Mina Rahimi")
expect "signed in as" "Mina Rahimi" "$(call "$MINA" GET /api/accounts/me/ | pick name)"

say "2. Two sellers open a store and offer something each: category, product, variant, offer"
TOMAS=$(register "tomas.$RUN@example.com" "Tomas Vos")
LINH=$(register "linh.$RUN@example.com" "Linh Tran")
fact "store" "$(open_shop "$TOMAS" Northlight "tomas.$RUN@example.com")"
fact "store" "$(open_shop "$LINH" Riverhouse "linh.$RUN@example.com")"
LAMP=$(offer "$TOMAS" Lamp 8900 6)
BOWL=$(offer "$LINH" Bowl 2450 9)
expect "lamps in stock" 6 "$(call "$TOMAS" GET "/api/marketplace/items/$LAMP/" | pick stock)"

say "3. One cart from two stores, one checkout"
FIRST=$(order "$MINA" "$LAMP" "$BOWL")
expect "order $FIRST" PENDING "$(status "$MINA" "$FIRST")"
fact "its parts" "$(call "$MINA" GET "/api/sales/orders/$FIRST/" |
    python3 -IS -c 'import json, sys; print(*[part["number"] for part in json.load(sys.stdin)["store_orders"]])')"

say "4. Pay it at the sandbox gateway"
expect "payment" VERIFIED "$(pay "$MINA" "$FIRST" approve)"
expect "order $FIRST" PAID "$(status "$MINA" "$FIRST")"
expect "Tomas's part" PAID "$(call "$TOMAS" GET /api/sales/store-orders/ | pick results.0.status)"
expect "Linh's part" PAID "$(call "$LINH" GET /api/sales/store-orders/ | pick results.0.status)"

say "5. A second order whose payment the bank declines"
SECOND=$(order "$MINA" "$BOWL")
expect "payment" FAILED "$(pay "$MINA" "$SECOND" decline)"
expect "order $SECOND" PENDING "$(status "$MINA" "$SECOND")"

say "6. A third order, paid and then cancelled: the pieces go back on the shelf, the money back to Mina"
THIRD=$(order "$MINA" "$BOWL")
expect "payment" VERIFIED "$(pay "$MINA" "$THIRD" approve)"
expect "bowls left" 7 "$(call "$LINH" GET "/api/marketplace/items/$BOWL/" | pick stock)"
expect "order $THIRD" CANCELLED "$(call "$MINA" POST "/api/sales/orders/$THIRD/cancel/" | pick status)"
expect "bowls left" 8 "$(call "$LINH" GET "/api/marketplace/items/$BOWL/" | pick stock)"

say "7. Tomas sends the lamp"
PART=$(call "$TOMAS" GET /api/sales/store-orders/ | pick results.0.number)
call "$TOMAS" POST "/api/sales/store-orders/$PART/process/" >/dev/null
expect "part $PART" SHIPPED "$(call "$TOMAS" POST "/api/sales/store-orders/$PART/ship/" \
    "{\"tracking_number\": \"TRACK-$RUN\"}" | pick status)"

say "8. Tomas counts his lamps: 2 are left, below the 3 that count as low. He says it twice"
expect "lamps in stock" 2 "$(call "$TOMAS" POST "/api/marketplace/items/$LAMP/stock/" '{"stock": 2}' | pick stock)"
expect "lamps in stock" 2 "$(call "$TOMAS" POST "/api/marketplace/items/$LAMP/stock/" '{"stock": 2}' | pick stock)"

say "9. The mails that went out, in $MAIL_DIR"
expect "Mina: orders placed" 3 "$(mails 3 order-pending mina)"
expect "Mina: orders paid" 2 "$(mails 2 order-paid mina)"
expect "Mina: payment failed" 1 "$(mails 1 payment-failed mina)"
expect "Mina: money back" 1 "$(mails 1 refund-done mina)"
expect "Mina: parcel on its way" 1 "$(mails 1 order-shipped mina)"
expect "Tomas: new orders" 1 "$(mails 1 seller-order tomas)"
expect "Tomas: stock is low" 1 "$(mails 1 low-stock tomas)"

say "The tour is complete."
