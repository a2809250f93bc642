import clsx from "clsx";
import { Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { useRead } from "../../../shared/api/read";
import { number as shown } from "../../../shared/lib/format";
import { Button } from "../../../shared/ui/Button";
import { controlLook } from "../../../shared/ui/Field";
import { Page, Title } from "../../../shared/ui/Page";
import { Price } from "../../../shared/ui/Price";
import { Bar, Empty, Failure, Waiting } from "../../../shared/ui/states";
import { at, may, useStore, type Workplace } from "../stores";
import { Due } from "./Due";
import { canShip, countOf, DESK, piecesOf, tabOf, TABS, useOrders, type SellerOrder, type Tab } from "./orders";
import { ShipDialog } from "./ShipDialog";

export function OrdersPage() {
  const { t } = useTranslation("seller");
  const store = useStore();
  const [address, setAddress] = useSearchParams();
  const tab = tabOf(address.get("tab"));
  const due = address.get("due") ?? "";
  const q = address.get("q") ?? "";
  const orders = useOrders(store.id, { tab, due, q });
  const rows = orders.data?.pages.flatMap(({ results }) => results) ?? [];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isShipping, setShipping] = useState(false);
  const selected = rows.filter((order) => chosen.has(order.number) && canShip(order));
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(address);
    if (value) next.set(name, value);
    else next.delete(name);
    setAddress(next, { preventScrollReset: true });
  };
  const canFulfil = may(store, "orders.fulfil");
  return (
    <Page title={t("orders.title")}>
      <Title>{t("orders.title")}</Title>
      <Tabs store={store} tab={tab} />
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <SearchField key={q} value={q} onSearch={(text) => change("q", text)} />
        {tab === "to_ship" && due && (
          <Button look="quiet" onClick={() => change("due", "")}>
            {t(due === "overdue" ? "orders.onlyOverdue" : "orders.onlyToday")} ×
          </Button>
        )}
      </div>
      <div className="mt-4">
        {orders.isPending && (
          <Waiting onRetry={() => void orders.refetch()}>
            <Bar className="h-80" />
          </Waiting>
        )}
        {orders.isError && rows.length === 0 && <Failure problem={orders.error} onRetry={() => void orders.refetch()} what={t("orders.what")} />}
        {orders.isSuccess && rows.length === 0 && (
          <Empty title={t(q ? "orders.nothingFound" : tab === "to_ship" ? "orders.nothingToShip" : "orders.nothingHere")} />
        )}
        {rows.length > 0 && (
          <Table rows={rows} store={store} chosen={chosen} onChoose={canFulfil ? setChosen : undefined} />
        )}
        {orders.hasNextPage && (
          <Button look="quiet" className="mt-4" isBusy={orders.isFetchingNextPage} onClick={() => void orders.fetchNextPage()}>
            {t("more")}
          </Button>
        )}
      </div>
      {selected.length > 0 && (
        <div className="sticky bottom-16 z-10 mt-4 flex flex-wrap items-center justify-between gap-3 border border-line bg-surface px-4 py-2 shadow-[var(--floating)] lg:bottom-4">
          <p role="status">{t("orders.selected", { count: selected.length, shown: shown(selected.length) })}</p>
          <div className="flex gap-2">
            <Button look="text" onClick={() => setChosen(new Set())}>
              {t("orders.clear")}
            </Button>
            <Button onClick={() => setShipping(true)}>{t("orders.markShipped")}</Button>
          </div>
        </div>
      )}
      {isShipping && (
        <ShipDialog
          orders={selected}
          onClose={(failed) => {
            setShipping(false);
            setChosen(new Set(failed));
          }}
        />
      )}
    </Page>
  );
}

function Tabs({ store, tab }: { store: Workplace; tab: Tab }) {
  const { t } = useTranslation("seller");
  const desk = useRead(DESK, { path: { store_id: store.id } });
  return (
    <nav aria-label={t("orders.tabs.label")} className="mt-4 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {([...TABS, "all"] as Tab[]).map((one) => (
          <li key={one}>
            <Link
              to={`?tab=${one}`}
              aria-current={one === tab ? "page" : undefined}
              className={clsx(
                "inline-flex min-h-11 items-center gap-2 border-b-2 px-3 whitespace-nowrap focus-visible:-outline-offset-2",
                one === tab ? "border-ink font-[560]" : "border-transparent text-ink-2 hover:text-ink",
              )}
            >
              {t(`orders.tabs.${one}`)}
              {desk.data && <span className="figures text-14 font-normal text-ink-2">{shown(countOf(desk.data.tabs, one))}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SearchField({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const { t } = useTranslation("seller");
  const [text, setText] = useState(value);
  return (
    <form
      role="search"
      className="relative w-full max-w-sm"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(text.trim());
      }}
    >
      <Search aria-hidden size={18} className="pointer-events-none absolute start-3 top-3.5 text-ink-3" />
      <input
        type="search"
        aria-label={t("orders.search")}
        placeholder={t("orders.search")}
        value={text}
        maxLength={80}
        onChange={(event) => {
          setText(event.target.value);
          if (!event.target.value && value) onSearch("");
        }}
        className={clsx(controlLook, "ps-10")}
      />
    </form>
  );
}

interface TableProperties {
  rows: SellerOrder[];
  store: Workplace;
  chosen: ReadonlySet<string>;
  onChoose: ((next: ReadonlySet<string>) => void) | undefined;
}

function Table({ rows, store, chosen, onChoose }: TableProperties) {
  const { t } = useTranslation("seller");
  const hasMoney = may(store, "finance.view") || may(store, "price.edit");
  const choosable = onChoose ? rows.filter(canShip).map(({ number }) => number) : [];
  const areAll = choosable.length > 0 && choosable.every((number) => chosen.has(number));
  const toggle = (number: string) => {
    const next = new Set(chosen);
    if (!next.delete(number)) next.add(number);
    onChoose?.(next);
  };
  return (
    // A region that scrolls has to take the focus, so that the keyboard scrolls it too.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label={t("orders.title")} tabIndex={0} className="overflow-x-auto border-y border-line">
      <table className="w-full border-collapse text-start">
        <thead className="text-14 text-ink-2">
          <tr className="border-b border-line">
            {choosable.length > 0 && (
              <th scope="col" className="w-11 p-0">
                <Tick label={t("orders.selectAll")} isOn={areAll} onChange={() => onChoose?.(areAll ? new Set() : new Set(choosable))} />
              </th>
            )}
            <th scope="col" className="px-2 py-2 text-start font-normal">{t("orders.order")}</th>
            <th scope="col" className="px-2 py-2 text-start font-normal max-md:hidden">{t("orders.goods")}</th>
            {hasMoney && <th scope="col" className="px-2 py-2 text-end font-normal max-xs:hidden">{t("orders.total")}</th>}
            <th scope="col" className="ps-2 pe-2 py-2 text-start font-normal md:ps-8">{t("orders.state")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((order) => (
            <tr key={order.id} className="border-b border-line align-top last:border-b-0 has-checked:bg-surface">
              {choosable.length > 0 && (
                <td className="p-0">
                  {canShip(order) && <Tick label={t("orders.select", { number: order.number })} isOn={chosen.has(order.number)} onChange={() => toggle(order.number)} />}
                </td>
              )}
              <td className="px-2 py-1">
                <Link to={at.order(order.number)} className="spec inline-flex min-h-9 items-center text-ink! underline decoration-ink-3 underline-offset-4 hover:decoration-current">
                  {order.number}
                </Link>
                <p className="pb-2 text-14 text-ink-2">
                  <bdi>{order.recipient}</bdi>
                  <span className="md:hidden"> · {t("orders.pieces", { count: piecesOf(order), shown: shown(piecesOf(order)) })}</span>
                </p>
              </td>
              <td className="max-w-72 px-2 py-2.5 max-md:hidden">
                <p className="truncate"><bdi>{order.lines[0]?.product_name}</bdi></p>
                <p className="text-14 text-ink-2">{t("orders.pieces", { count: piecesOf(order), shown: shown(piecesOf(order)) })}</p>
              </td>
              {hasMoney && (
                <td className="px-2 py-2.5 text-end max-xs:hidden">
                  <Price amount={order.total} />
                  {order.cash_due && <p className="text-14 text-warn">{t("orders.cash")}</p>}
                </td>
              )}
              <td className="py-2.5 ps-2 pe-2 md:ps-8">
                <p>{t(`statuses.${order.status}`)}</p>
                <Due order={order} className="text-14" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Tick({ label, isOn, onChange }: { label: string; isOn: boolean; onChange: () => void }) {
  return (
    <label className="grid size-11 place-items-center">
      <span className="sr-only">{label}</span>
      <input type="checkbox" checked={isOn} onChange={onChange} className="size-5 accent-ink" />
    </label>
  );
}
