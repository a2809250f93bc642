import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useCartAccept, type Cart } from "../../shared/cart";
import { to } from "../../shared/routes";
import { Button } from "../../shared/ui/Button";
import { Price } from "../../shared/ui/Price";
import { Line } from "./Line";

/** The lines under the names of their stores, each store with its sum; drawer and page show the same. */
export function Lines({ cart, onLeave }: { cart: Cart; onLeave?: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Changed cart={cart} />
      {cart.stores.map(({ store, lines, goods }) => (
        <section key={store.id} aria-label={store.name} className="border-b border-line py-2">
          <p className="flex items-baseline justify-between gap-4 pt-2">
            <Link to={to.store(store.slug)} onClick={onLeave} className="font-[560] hover:underline underline-offset-4">
              <bdi>{store.name}</bdi>
            </Link>
            <span className="text-14 text-ink-2">
              {t("cart.subtotal")} <Price amount={goods} />
            </span>
          </p>
          <ul className="divide-y divide-line">
            {lines.map((line) => (
              <li key={line.id}>
                <Line line={line} onLeave={onLeave} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** Prices that changed since something was put in are accepted once, for all lines. */
function Changed({ cart }: { cart: Cart }) {
  const { t } = useTranslation();
  const accept = useCartAccept();
  const hasNewPrices = cart.stores.some(({ lines }) => lines.some(({ problem }) => problem === "price_changed"));
  if (!hasNewPrices) return null;
  return (
    <div role="alert" className="my-2 border-s-3 border-warn bg-warn-wash px-4 py-3">
      <p className="font-[560] text-warn">{t("cart.changed")}</p>
      <Button look="quiet" className="mt-2" isBusy={accept.isPending} busyLabel={t("state.saving")} onClick={() => accept.mutate()}>
        {t("cart.accept")}
      </Button>
    </div>
  );
}

export function CartTotals({ cart }: { cart: Cart }) {
  const { t } = useTranslation();
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-y-1">
      <dt className="text-ink-2">{t("cart.goods")}</dt>
      <dd className="text-end">
        <Price amount={cart.goods} />
      </dd>
      {cart.discount.minor > 0 && (
        <>
          <dt className="text-ink-2">{t("cart.discount")}</dt>
          <dd className="text-end text-ok">
            −<Price amount={cart.discount} />
          </dd>
        </>
      )}
      <dt className="text-18 font-[560]">{t("cart.total")}</dt>
      <dd className="text-end text-18 font-[560]">
        <Price amount={cart.total} />
      </dd>
    </dl>
  );
}
