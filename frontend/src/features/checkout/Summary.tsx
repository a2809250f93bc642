import { useTranslation } from "react-i18next";

import { market } from "../../shared/boot";
import { linesOf, type Cart } from "../../shared/cart";
import { number } from "../../shared/lib/format";
import { Price } from "../../shared/ui/Price";
import { chosenQuotes, totalWith, useDeliveries } from "./delivery";
import { useDraft } from "./draft";
import { placeOf, useAddresses } from "./addresses";

/** What is bought and what it comes to, on every step; on a phone a bar that opens. */
export function Summary({ cart }: { cart: Cart }) {
  const { t } = useTranslation("checkout");
  const draft = useDraft();
  const addresses = useAddresses();
  const deliveries = useDeliveries(cart, placeOf(draft, addresses));
  const chosen = chosenQuotes(deliveries.data ?? [], draft.shipping);
  const total = totalWith(cart, chosen) ?? cart.total;
  const content = (
    <>
      {cart.stores.map(({ store, lines }) => (
        <section key={store.id} aria-label={store.name} className="border-b border-line py-3">
          <p className="text-14 text-ink-2">
            <bdi>{store.name}</bdi>
          </p>
          <ul>
            {lines.map((line) => (
              <li key={line.id} className="flex justify-between gap-4 py-1">
                <span className="min-w-0">
                  <bdi>{line.product.name}</bdi> <span className="figures text-14 text-ink-2">× {number(line.quantity)}</span>
                </span>
                <Price amount={line.total} />
              </li>
            ))}
          </ul>
          <p className="flex justify-between gap-4 text-14 text-ink-2">
            <span>{chosen.get(store.slug)?.name ?? t("delivery")}</span>
            {chosen.has(store.slug) ? <Price amount={chosen.get(store.slug)?.price ?? cart.total} /> : <span>{t("deliveryUnknown")}</span>}
          </p>
        </section>
      ))}
      <dl className="grid grid-cols-[1fr_auto] gap-y-1 pt-3">
        {cart.discount.minor > 0 && (
          <>
            <dt className="text-ink-2">{t("discount")}</dt>
            <dd className="text-end text-ok">
              −<Price amount={cart.discount} />
            </dd>
          </>
        )}
        <dt className="text-18 font-[560]">{t("total")}</dt>
        <dd className="text-end text-18 font-[560]">
          <Price amount={total} />
        </dd>
      </dl>
      {market.tax_basis_points > 0 && <p className="mt-1 text-14 text-ink-2">{t("taxIncluded", { tax: market.tax_name, percent: number(market.tax_basis_points / 100) })}</p>}
    </>
  );
  const count = linesOf(cart).reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <aside aria-label={t("summary")} className="max-lg:order-first">
      <details className="border-y border-line lg:hidden">
        <summary className="flex min-h-12 items-center justify-between gap-4">
          <span>{t("items", { count, shown: number(count) })}</span>
          <Price amount={total} className="font-[560]" />
        </summary>
        <div className="pb-4">{content}</div>
      </details>
      <div className="sticky top-6 border-t border-line max-lg:hidden">{content}</div>
    </aside>
  );
}
