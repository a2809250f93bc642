import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useOutletContext, useParams, useSearchParams } from "react-router";

import { api } from "../../shared/api/client";
import { problemOf, type Problem } from "../../shared/api/problem";
import { reading } from "../../shared/api/read";
import { useCartAdd } from "../../shared/cart";
import { countryName } from "../../shared/lib/countries";
import { moment, money, number as shownNumber } from "../../shared/lib/format";
import { orderToken } from "../../shared/orders";
import { to } from "../../shared/routes";
import { announce } from "../../shared/ui/Announcer";
import { Button, buttonLook } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Missing } from "../../shared/ui/Missing";
import { Page, Title } from "../../shared/ui/Page";
import { Picture } from "../../shared/ui/Picture";
import { Price } from "../../shared/ui/Price";
import { Bar, Failure, Waiting } from "../../shared/ui/states";
import { toast } from "../../shared/ui/Toasts";
import { Timeline } from "./Timeline";
import { canCancel, isCalledOff, isMoving, type Order, type Parcel } from "./timeline";

const LOOK_AGAIN = 10_000; // ms, until changes are pushed

export function OrderPage() {
  const { t } = useTranslation("checkout");
  const { number = "" } = useParams();
  const [address] = useSearchParams();
  const given = address.get("token");
  if (given) orderToken.keep(number, given);
  const token = given ?? orderToken.of(number);
  const order = useQuery({
    ...reading("/api/sales/orders/{number}/", { path: { number }, query: { token } }),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data as Order) ? LOOK_AGAIN : false),
  });
  if (order.isError && [401, 404].includes(order.error.status)) return <Missing />;
  if (order.isError && !order.data) {
    return (
      <div className="wrap py-10">
        <Failure problem={order.error} onRetry={() => void order.refetch()} what={t("order.what")} />
      </div>
    );
  }
  if (!order.data) {
    return (
      <Waiting onRetry={() => void order.refetch()}>
        <div className="wrap py-10">
          <Bar className="h-10 w-1/2" />
          <Bar className="mt-6 h-40" />
        </div>
      </Waiting>
    );
  }
  return <Shown order={order.data} token={token} />;
}

function Shown({ order, token }: { order: Order; token: string }) {
  const { t } = useTranslation("checkout");
  const status = t(`statuses.${order.status}`);
  const before = useRef(status);
  useEffect(() => {
    if (before.current !== status) announce(t("order.nowIs", { status }));
    before.current = status;
  }, [status, t]);
  const { shipping_address: place } = order;
  return (
    <Page title={t("order.title", { number: order.number })} className="wrap py-6">
      <Title>{t("order.title", { number: order.number })}</Title>
      <p className="mt-1 text-ink-2">
        <span className="font-[560] text-ink">{status}</span> · {t("order.placed")} <time dateTime={order.placed_at}>{moment(order.placed_at)}</time>
      </p>
      <Waits order={order} />
      <div className="mt-6 grid gap-10 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid gap-8">
          {order.store_orders.map((parcel, index) => (
            <ParcelPart key={parcel.id} order={order} parcel={parcel} at={index + 1} />
          ))}
        </div>
        <aside className="h-fit border-t border-line pt-4" aria-label={t("summary")}>
          <Sums order={order} />
          <h2 className="mt-6 font-[560]">{t("order.deliveredTo")}</h2>
          <p className="text-ink-2">
            <bdi>{[place.recipient, place.line1, place.line2, place.city, place.region, place.postal_code, countryName(place.country)].filter(Boolean).join(", ")}</bdi>
          </p>
          <Papers order={order} token={token} />
          <BuyAgain order={order} />
          {canCancel(order) && <Cancel order={order} token={token} />}
        </aside>
      </div>
    </Page>
  );
}

/** What the order waits for, and the way on. */
function Waits({ order }: { order: Order }) {
  const { t } = useTranslation("checkout");
  if (order.status === "PENDING") {
    const isOver = order.payment_deadline_at !== null && new Date(order.payment_deadline_at) < new Date();
    return (
      <div className="mt-4 border-s-3 border-signal ps-4 py-1">
        <p className="font-[560]">{isOver ? t("order.expired") : t("order.waitsForPayment")}</p>
        {!isOver && order.payment_deadline_at && <p className="text-14 text-ink-2">{t("order.until", { moment: moment(order.payment_deadline_at) })}</p>}
        {!isOver && (
          <Link to={`/checkout/return/${order.number}`} className={buttonLook("primary", "mt-3")}>
            {t("return.payNow")}
          </Link>
        )}
      </div>
    );
  }
  if (order.cancel_reason) return <p className="mt-4 border-s-3 border-ink-3 ps-4">{t(`cancelReasons.${order.cancel_reason}`)}</p>;
  return null;
}

function ParcelPart({ order, parcel, at }: { order: Order; parcel: Parcel; at: number }) {
  const { t } = useTranslation("checkout");
  return (
    <section className="border-t border-line pt-4" aria-labelledby={`parcel-${parcel.id}`}>
      <h2 id={`parcel-${parcel.id}`} className="heading-20">
        {t("order.parcel", { at: shownNumber(at) })} · <bdi>{parcel.store.name}</bdi>
      </h2>
      <p className="mt-1 text-14 text-ink-2">
        <bdi>
          {parcel.courier} · {parcel.shipping_service}
        </bdi>
        {!parcel.shipped_at && !isCalledOff(parcel.status) && <> · {t("days", { from: shownNumber(parcel.min_days), to: shownNumber(parcel.max_days) })}</>}
      </p>
      {parcel.tracking_number && <Tracking number={parcel.tracking_number} />}
      {isCalledOff(parcel.status) ? <p className="mt-3 font-[560]">{t(`statuses.${parcel.status}`)}</p> : <Timeline order={order} parcel={parcel} />}
      {parcel.cash_due && <p className="mt-3">{t("order.cashDue", { amount: money(parcel.cash_due) })}</p>}
      <ul className="mt-4 divide-y divide-line border-y border-line">
        {parcel.lines.map((line) => (
          <li key={line.id} className="grid grid-cols-[4rem_1fr_auto] items-center gap-4 py-3">
            <Picture image={line.image ? { url: line.image, alt_text: "" } : null} sizes="64px" />
            <p className="min-w-0">
              <Link to={to.product(line.product_slug)} className="font-[560] hover:underline underline-offset-4">
                <bdi>{line.product_name}</bdi>
              </Link>
              <span className="block text-14 text-ink-2">
                <bdi>{line.variant_name}</bdi> <span className="figures">× {shownNumber(line.quantity)}</span>
              </span>
            </p>
            <Price amount={line.total} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Tracking({ number }: { number: string }) {
  const { t } = useTranslation("checkout");
  return (
    <p className="mt-2 flex flex-wrap items-center gap-2">
      {t("order.tracking")} <span className="spec text-ink select-all">{number}</span>
      <Button look="text" className="text-14" onClick={() => void navigator.clipboard.writeText(number).then(() => toast(t("order.copied")))}>
        {t("order.copy")}
      </Button>
    </p>
  );
}

function Sums({ order }: { order: Order }) {
  const { t } = useTranslation("checkout");
  const rows = [
    { name: t("goods"), amount: order.goods },
    ...(order.discount.minor > 0 ? [{ name: t("discount"), amount: { ...order.discount, minor: -order.discount.minor } }] : []),
    { name: t("delivery"), amount: order.shipping },
  ];
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-y-1">
      {rows.map(({ name, amount }) => (
        <div key={name} className="contents">
          <dt className="text-ink-2">{name}</dt>
          <dd className="text-end">
            <Price amount={amount} />
          </dd>
        </div>
      ))}
      <dt className="text-18 font-[560]">{t("total")}</dt>
      <dd className="text-end text-18 font-[560]">
        <Price amount={order.total} />
      </dd>
      {order.tax_included.minor > 0 && (
        <>
          <dt className="text-14 text-ink-2">{t("order.taxIncluded")}</dt>
          <dd className="text-end text-14 text-ink-2">
            <Price amount={order.tax_included} />
          </dd>
        </>
      )}
    </dl>
  );
}

function Papers({ order, token }: { order: Order; token: string }) {
  const { t } = useTranslation("checkout");
  const { data } = useQuery({
    ...reading("/api/sales/orders/{number}/invoices/", { path: { number: order.number }, query: { token } }),
    enabled: order.paid_at !== null,
  });
  if (!data || data.length === 0) return null;
  const file = (id: string) => `/api/sales/orders/${order.number}/invoices/${id}/file/${token ? `?token=${encodeURIComponent(token)}` : ""}`;
  return (
    <>
      <h2 className="mt-6 font-[560]">{t("order.invoices")}</h2>
      <ul>
        {data.map(({ id, number }) => (
          <li key={id}>
            <a href={file(id)} download className="inline-flex min-h-11 items-center underline underline-offset-4">
              {t("order.invoice")} <span className="spec ms-1">{number}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function BuyAgain({ order }: { order: Order }) {
  const { t } = useTranslation("checkout");
  const { openCart } = useOutletContext<{ openCart: () => void }>();
  const add = useCartAdd();
  const [gone, setGone] = useState<string[]>([]);
  const again = useMutation<string[], Problem>({
    mutationFn: async () => {
      const missing: string[] = [];
      for (const line of order.store_orders.flatMap(({ lines }) => lines)) {
        try {
          await add.mutateAsync({ item_id: line.item_id, quantity: line.quantity });
        } catch (error) {
          if (problemOf(error).status === 0) throw error;
          missing.push(line.product_name);
        }
      }
      return missing;
    },
    onSuccess: (missing) => {
      setGone(missing);
      if (missing.length < order.store_orders.flatMap(({ lines }) => lines).length) openCart();
    },
  });
  return (
    <div className="mt-6">
      <Button look="quiet" className="w-full" isBusy={again.isPending} onClick={() => again.mutate()}>
        {t("order.buyAgain")}
      </Button>
      {gone.length > 0 && (
        <p role="status" className="mt-2 text-14">
          {t("order.notSold")} <bdi>{gone.join(", ")}</bdi>
        </p>
      )}
    </div>
  );
}

function Cancel({ order, token }: { order: Order; token: string }) {
  const { t } = useTranslation("checkout");
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const cancel = useMutation<unknown, Problem>({
    mutationFn: () =>
      api.POST("/api/sales/orders/{number}/cancel/", {
        params: { path: { number: order.number }, query: token ? { token } : {} },
        body: { note: "" },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: reading("/api/sales/orders/{number}/", { path: { number: order.number }, query: { token } }).queryKey });
      setOpen(false);
    },
  });
  return (
    <>
      <Button look="danger" className="mt-3 w-full" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t("order.cancel")}
      </Button>
      <Dialog
        title={t("order.cancelTitle", { number: order.number })}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        footer={
          <div className="flex justify-end gap-2">
            <Button look="quiet" onClick={() => setOpen(false)}>
              {t("order.keep")}
            </Button>
            <Button look="danger" isBusy={cancel.isPending} onClick={() => cancel.mutate()}>
              {t("order.cancel")}
            </Button>
          </div>
        }
      >
        <p>{order.paid_at ? t("order.cancelPaid", { amount: money(order.total) }) : t("order.cancelUnpaid")}</p>
        {cancel.isError && (
          <p role="alert" className="mt-3 text-bad">
            {cancel.error.detail || t("unreachable")}
          </p>
        )}
      </Dialog>
    </>
  );
}
