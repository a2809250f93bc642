import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useRead } from "../../shared/api/read";
import type { Problem } from "../../shared/api/problem";
import { boot } from "../../shared/boot";
import type { Cart } from "../../shared/cart";
import { countryName } from "../../shared/lib/countries";
import { money, type Amount } from "../../shared/lib/format";
import { to } from "../../shared/routes";
import { Button } from "../../shared/ui/Button";
import { placeOf, useAddresses } from "./addresses";
import { chosenQuotes, totalWith, useDeliveries } from "./delivery";
import { useDraft } from "./draft";
import { Leaving } from "./Leaving";
import { usePay } from "./paying";

export function ReviewStep({ cart }: { cart: Cart }) {
  const { t } = useTranslation("checkout");
  const draft = useDraft();
  const addresses = useAddresses();
  const deliveries = useDeliveries(cart, placeOf(draft, addresses));
  const chosen = chosenQuotes(deliveries.data ?? [], draft.shipping);
  const total = totalWith(cart, chosen);
  const methods = useRead("/api/payments/methods/", { query: { market: boot.market, amount_minor: total?.minor } }, { enabled: total !== null });
  const method = methods.data?.methods.find(({ name }) => name === draft.method);
  const { pay, leaving, placing, isBusy } = usePay();
  const address = addresses.find(({ id }) => id === draft.addressId) ?? draft.address;
  const seen = useAcceptedTotal(total);

  if (leaving?.redirect_url) {
    return <Leaving address={leaving.redirect_url} order={leaving.order} amount={leaving.amount} gateway={method?.title ?? leaving.gateway} />;
  }
  return (
    <div className="max-w-2xl">
      <Chosen title={t("steps.contact")} step="contact">
        <bdi>{[draft.contact.name, draft.contact.email, draft.contact.phone].filter(Boolean).join(" · ")}</bdi>
      </Chosen>
      <Chosen title={t("steps.delivery")} step="delivery">
        <bdi>{[address.recipient, address.line1, address.line2, address.city, address.region, address.postal_code, address.country && countryName(address.country)].filter(Boolean).join(", ")}</bdi>
        <ul className="mt-1 text-ink-2">
          {cart.stores.map(({ store }) => (
            <li key={store.id}>
              <bdi>
                {store.name}: {chosen.get(store.slug)?.courier} · {chosen.get(store.slug)?.name}
              </bdi>
            </li>
          ))}
        </ul>
      </Chosen>
      <Chosen title={t("steps.payment")} step="payment">
        {method?.title ?? draft.method}
      </Chosen>
      {seen.isRaised && (
        <div role="alert" className="mt-6 border-s-3 border-warn bg-warn-wash px-4 py-3">
          <p className="text-warn">{t("totalRose", { before: money(seen.before), now: total ? money(total) : "" })}</p>
          <Button look="quiet" className="mt-2" onClick={seen.accept}>
            {t("acceptTotal")}
          </Button>
        </div>
      )}
      {placing.isError && <Refused problem={placing.error} />}
      <Button className="mt-8 w-full md:w-auto md:min-w-64" isBusy={isBusy} busyLabel={t("placing")} reason={!total || !cart.is_ready || seen.isRaised ? t("notReady") : undefined} onClick={() => total && void pay(total.minor)}>
        {method && !method.is_redirect ? t("placeOrder") : t("pay", { amount: total ? money(total) : "…" })}
      </Button>
    </div>
  );
}

/** The total that was shown before: a higher one has to be accepted. */
function useAcceptedTotal(total: Amount | null) {
  const [accepted, setAccepted] = useState<Amount | null>(null);
  if (total && !accepted) setAccepted(total);
  const before = accepted ?? { minor: 0, currency: "USD" };
  return { before, isRaised: Boolean(total && accepted && total.minor > accepted.minor), accept: () => setAccepted(total) };
}

function Chosen({ title, step, children }: { title: string; step: "contact" | "delivery" | "payment"; children: React.ReactNode }) {
  const { t } = useTranslation("checkout");
  return (
    <section className="flex items-start justify-between gap-4 border-b border-line py-4">
      <div className="min-w-0">
        <h2 className="text-14 text-ink-2">{title}</h2>
        <div className="mt-1 break-words">{children}</div>
      </div>
      <Link to={to.checkout(step)} className="inline-flex min-h-11 items-center underline underline-offset-4" aria-label={t("changeStep", { step: title })}>
        {t("change")}
      </Link>
    </section>
  );
}

/** Why the order was not placed; nothing was charged. */
export function Refused({ problem }: { problem: Problem }) {
  const { t } = useTranslation("checkout");
  return (
    <div role="alert" className="mt-6 border-s-3 border-bad bg-bad-wash px-4 py-3">
      <p className="font-[560] text-bad">{t("refused")}</p>
      <p>{problem.status === 0 ? t("unreachable") : problem.detail}</p>
      <ul className="list-inside list-disc">
        {problem.errors.map(({ pointer, detail }) => (
          <li key={pointer + detail}>{detail}</li>
        ))}
      </ul>
      {problem.status === 409 && (
        <Link to={to.cart} className="mt-2 inline-flex min-h-11 items-center underline underline-offset-4">
          {t("toBag")}
        </Link>
      )}
    </div>
  );
}
