import clsx from "clsx";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useRead } from "../../../shared/api/read";
import { number as shown } from "../../../shared/lib/format";
import { Page, Title } from "../../../shared/ui/Page";
import { Price } from "../../../shared/ui/Price";
import { Bar, Failure, Waiting } from "../../../shared/ui/states";
import { change } from "../format";
import { Due } from "../orders/Due";
import { DESK, piecesOf, useOrders, type Desk } from "../orders/orders";
import { at, useStore } from "../stores";

const FIRST = 6;

export function HomePage() {
  const { t } = useTranslation("seller");
  const store = useStore();
  const desk = useRead(DESK, { path: { store_id: store.id } });
  return (
    <Page title={t("home.title")}>
      <Title>{t("home.title")}</Title>
      {store.status !== "OPEN" && <p className="mt-3 border-s-3 border-warn bg-warn-wash px-4 py-3 text-warn">{t(`home.notOpen.${store.status}`)}</p>}
      {desk.isPending && (
        <Waiting onRetry={() => void desk.refetch()}>
          <Bar className="mt-6 h-28" />
          <Bar className="mt-10 h-40" />
        </Waiting>
      )}
      {desk.isError && !desk.data && <Failure problem={desk.error} onRetry={() => void desk.refetch()} what={t("home.what")} />}
      {desk.data && (
        <>
          <Facts desk={desk.data} />
          <Next />
          {desk.data.sales && <Sales figures={desk.data.sales} />}
        </>
      )}
    </Page>
  );
}

/** Each figure is the length of the list that it leads to. */
function Facts({ desk }: { desk: Desk }) {
  const { t } = useTranslation("seller");
  const facts = [
    { name: "dueToday", count: desk.due_today, address: `${at.orders}?tab=to_ship&due=today`, note: desk.overdue > 0 ? t("home.overdue", { count: desk.overdue, shown: shown(desk.overdue) }) : "" },
    { name: "toShip", count: desk.tabs.to_ship, address: `${at.orders}?tab=to_ship`, note: "" },
    { name: "needsAction", count: desk.tabs.needs_action, address: `${at.orders}?tab=needs_action`, note: desk.tabs.needs_action > 0 ? t("home.needsActionNote") : "" },
    { name: "lowStock", count: desk.low_stock, address: `${at.stock}?low=true`, note: "" },
  ] as const;
  return (
    <ul className="sheet mt-6 grid-cols-2 lg:grid-cols-4">
      {facts.map(({ name, count, address, note }) => (
        <li key={name}>
          <Link to={address} className="block h-full py-4 pe-3 ps-4 underline-offset-4 hover:underline focus-visible:-outline-offset-2 lg:py-6">
            <span className="heading-40 figures flex items-center gap-3">
              {shown(count)}
              {name === "dueToday" && count > 0 && <span aria-hidden className="size-2.5 rounded-full bg-signal" />}
            </span>
            <span className="mt-1 block">{t(`home.${name}`)}</span>
            {note && <span className={clsx("block text-14", name === "dueToday" ? "text-bad" : "text-ink-2")}>{note}</span>}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** What leaves next. */
function Next() {
  const { t } = useTranslation("seller");
  const store = useStore();
  const orders = useOrders(store.id, { tab: "to_ship", due: "", q: "" });
  const rows = orders.data?.pages[0]?.results.slice(0, FIRST) ?? [];
  if (orders.isPending) return <div className="mt-10 min-h-80" />;
  return (
    <section aria-labelledby="next" className="mt-10">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="next" className="heading-24">
          {t("home.next")}
        </h2>
        {rows.length > 0 && (
          <Link to={at.orders} className="inline-flex min-h-11 items-center underline underline-offset-4">
            {t("home.allToShip")}
          </Link>
        )}
      </div>
      {rows.length === 0 ? (
        <p className="mt-2 text-ink-2">{t("orders.nothingToShip")}</p>
      ) : (
        <ul className="mt-2 border-t border-line">
          {rows.map((order) => (
            <li key={order.id} className="border-b border-line">
              <Link to={at.order(order.number)} className="group grid grid-cols-[1fr_auto] items-center gap-x-4 py-3 focus-visible:-outline-offset-2 md:grid-cols-[10rem_1fr_auto]">
                <span className="spec text-ink! underline decoration-ink-3 underline-offset-4 group-hover:decoration-current">{order.number}</span>
                <span className="min-w-0 truncate max-md:order-last max-md:col-span-2 max-md:text-14 max-md:text-ink-2">
                  <bdi>{order.lines[0]?.product_name}</bdi>
                  <span className="text-ink-2"> · {t("orders.pieces", { count: piecesOf(order), shown: shown(piecesOf(order)) })}</span>
                </span>
                <Due order={order} className="text-end" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Sales({ figures }: { figures: NonNullable<Desk["sales"]> }) {
  const { t } = useTranslation("seller");
  const [days, setDays] = useState(7);
  const rows = figures.filter((one) => one.days === days);
  return (
    <section aria-labelledby="sales" className="mt-10">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h2 id="sales" className="heading-24">
          {t("home.sales")}
        </h2>
        <div role="group" aria-label={t("home.period")} className="flex">
          {[7, 30].map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === days}
              onClick={() => setDays(one)}
              className={clsx("min-h-11 border px-4 text-14 first:rounded-s-control last:rounded-e-control", one === days ? "border-cta bg-cta text-on-cta" : "border-field text-ink hover:border-ink")}
            >
              {t("home.days", { count: one, shown: shown(one) })}
            </button>
          ))}
        </div>
      </div>
      {rows.length === 0 && <p className="mt-2 text-ink-2">{t("home.noSales")}</p>}
      <dl className="mt-2">
        {rows.map((one) => {
          const more = change(one.total.minor, one.total_before.minor);
          return (
            <div key={one.currency} className="grid gap-x-10 gap-y-1 border-t border-line py-4 md:grid-cols-[auto_auto_1fr] md:items-baseline">
              <dt className="sr-only">{t("home.days", { count: days, shown: shown(days) })}</dt>
              <dd className="heading-30">
                <Price amount={one.total} />
              </dd>
              <dd className="text-ink-2">{t("home.orders", { count: one.orders, shown: shown(one.orders) })}</dd>
              <dd className="text-ink-2 md:text-end">
                {more && (
                  <span dir="ltr" className={clsx("figures me-2 font-[560]", one.total.minor >= one.total_before.minor ? "text-ok" : "text-bad")}>
                    {more}
                  </span>
                )}
                {t("home.before")} <Price amount={one.total_before} />, {t("home.orders", { count: one.orders_before, shown: shown(one.orders_before) })}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
