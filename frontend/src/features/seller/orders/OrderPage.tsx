import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { api } from "../../../shared/api/client";
import { problemOf, type Problem } from "../../../shared/api/problem";
import { useRead } from "../../../shared/api/read";
import { countryName } from "../../../shared/lib/countries";
import { moment, number as shown } from "../../../shared/lib/format";
import { announce } from "../../../shared/ui/Announcer";
import { Button } from "../../../shared/ui/Button";
import { Dialog } from "../../../shared/ui/Dialog";
import { Field } from "../../../shared/ui/Field";
import { Missing } from "../../../shared/ui/Missing";
import { Page, Title } from "../../../shared/ui/Page";
import { Picture } from "../../../shared/ui/Picture";
import { Price } from "../../../shared/ui/Price";
import { Bar, Failure, Waiting } from "../../../shared/ui/states";
import { toast } from "../../../shared/ui/Toasts";
import { at, may, useStore } from "../stores";
import { Due } from "./Due";
import { canCancel, canShip, ship, type SellerOrder } from "./orders";

type Act = () => Promise<SellerOrder>;

/** One thing done with the order: it is shown as it stands now, and lists are asked for again. */
function useAct(number: string) {
  const { t } = useTranslation("seller");
  const client = useQueryClient();
  return useMutation<SellerOrder, Problem, Act>({
    mutationFn: (act) => act(),
    onSuccess: (order) => {
      client.setQueryData([`/api/sales/store-orders/${number}/`], order);
      announce(t(`statuses.${order.status}`));
    },
    onError: (error) => toast(problemOf(error).detail || t("ship.unreachable")),
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith("/api/sales/store") }),
  });
}

export function OrderPage() {
  const { t } = useTranslation("seller");
  const { number = "" } = useParams();
  const order = useRead("/api/sales/store-orders/{number}/", { path: { number } });
  if (order.isError && order.error.status === 404) return <Missing />;
  if (order.isError && !order.data) return <Failure problem={order.error} onRetry={() => void order.refetch()} what={t("order.what")} />;
  if (!order.data) {
    return (
      <Waiting onRetry={() => void order.refetch()}>
        <Bar className="h-10 w-1/2" />
        <Bar className="mt-6 h-60" />
      </Waiting>
    );
  }
  return <Shown order={order.data} />;
}

function Shown({ order }: { order: SellerOrder }) {
  const { t } = useTranslation("seller");
  const store = useStore();
  const title = t("order.title", { number: order.number });
  const hasMoney = may(store, "finance.view") || may(store, "price.edit");
  return (
    <Page title={title}>
      <Link to={at.orders} className="inline-flex min-h-11 items-center text-14 text-ink-2 underline-offset-4 hover:text-ink hover:underline">
        {t("order.back")}
      </Link>
      <Title>{title}</Title>
      <p className="mt-1 flex flex-wrap gap-x-2 text-ink-2">
        <span className="font-[560] text-ink">{t(`statuses.${order.status}`)}</span>
        <Due order={order} />
        <span>
          {t("order.placed")} <time dateTime={order.placed_at}>{moment(order.placed_at)}</time>
        </span>
      </p>
      {may(store, "orders.fulfil") && <Actions order={order} />}
      <div className="mt-8 grid gap-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <section aria-labelledby="lines">
          <h2 id="lines" className="heading-20">
            {t("order.lines")}
          </h2>
          <ul className="mt-2 border-t border-line">
            {order.lines.map((line) => (
              <li key={line.id} className="grid grid-cols-[4rem_1fr_auto] items-center gap-4 border-b border-line py-3">
                <Picture image={line.image ? { url: line.image, alt_text: "" } : null} sizes="64px" />
                <div className="min-w-0">
                  <p><bdi>{line.product_name}</bdi></p>
                  {line.variant_name && <p className="text-14 text-ink-2"><bdi>{line.variant_name}</bdi></p>}
                  <p>
                    <span className="spec">{line.sku}</span>
                  </p>
                </div>
                <div className="text-end">
                  <p className="figures heading-20">× {shown(line.quantity)}</p>
                  {hasMoney && <Price amount={line.total} className="text-14 text-ink-2" />}
                </div>
              </li>
            ))}
          </ul>
          {hasMoney && <Sums order={order} />}
        </section>
        <Parcel order={order} />
      </div>
      <p className="mt-10 text-14">
        <a href={`/admin/sales/storeorder/${order.id}/change/`} className="inline-flex min-h-11 items-center underline underline-offset-4">
          {t("allFields")}
        </a>
      </p>
    </Page>
  );
}

function Sums({ order }: { order: SellerOrder }) {
  const { t } = useTranslation("seller");
  const rows = [
    ["goods", order.goods],
    ["discount", { ...order.discount, minor: -order.discount.minor }],
    ["shipping", order.shipping],
  ] as const;
  return (
    <dl className="ms-auto mt-4 max-w-xs">
      {rows.filter(([name, amount]) => name !== "discount" || amount.minor !== 0).map(([name, amount]) => (
        <div key={name} className="flex justify-between gap-6 py-1 text-ink-2">
          <dt>{t(`order.${name}`)}</dt>
          <dd>
            <Price amount={amount} />
          </dd>
        </div>
      ))}
      <div className="mt-1 flex justify-between gap-6 border-t border-line py-2 font-[560]">
        <dt>{t("orders.total")}</dt>
        <dd>
          <Price amount={order.total} />
        </dd>
      </div>
    </dl>
  );
}

function Parcel({ order }: { order: SellerOrder }) {
  const { t } = useTranslation("seller");
  const place = order.shipping_address;
  const lines = [place.recipient || order.recipient, place.line1, place.line2, [place.postal_code, place.city].filter(Boolean).join(" "), place.region, countryName(place.country)];
  return (
    <section aria-labelledby="parcel">
      <h2 id="parcel" className="heading-20">
        {t("order.parcel")}
      </h2>
      <address className="mt-2 border-t border-line pt-3 not-italic">
        {lines.filter(Boolean).map((line, index) => (
          <span key={index} className="block">
            <bdi>{line}</bdi>
          </span>
        ))}
        {place.phone && (
          <a href={`tel:${place.phone}`} dir="ltr" className="inline-flex min-h-11 items-center underline underline-offset-4">
            {place.phone}
          </a>
        )}
      </address>
      {order.cash_due && (
        <p className="mt-3 border-s-3 border-warn bg-warn-wash px-3 py-2 text-warn">
          {t("order.cashDue")} <Price amount={order.cash_due} className="font-[560]" />
        </p>
      )}
      <dl className="mt-3 grid gap-3 border-t border-line pt-3">
        <Fact name={t("ship.courier")}>{[order.courier, order.shipping_service].filter(Boolean).join(", ")}</Fact>
        {order.tracking_number && (
          <Fact name={t("ship.tracking")}>
            <span className="spec select-all text-ink!">{order.tracking_number}</span>
          </Fact>
        )}
        {order.weight_grams > 0 && <Fact name={t("order.weight")}>{t("order.grams", { shown: shown(order.weight_grams) })}</Fact>}
        {order.shipped_at && <Fact name={t("order.shippedAt")}>{moment(order.shipped_at)}</Fact>}
        {order.delivered_at && <Fact name={t("order.deliveredAt")}>{moment(order.delivered_at)}</Fact>}
        {order.cancelled_at && <Fact name={t("order.cancelledAt")}>{moment(order.cancelled_at)}</Fact>}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-14 text-ink-2">{name}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}

function Actions({ order }: { order: SellerOrder }) {
  const { t } = useTranslation("seller");
  const act = useAct(order.number);
  const [isCancelling, setCancelling] = useState(false);
  const path = { number: order.number };
  const begin: Act = async () => (await api.POST("/api/sales/store-orders/{number}/process/", { params: { path } })).data as SellerOrder;
  const arrived: Act = async () => (await api.POST("/api/sales/store-orders/{number}/deliver/", { params: { path } })).data as SellerOrder;
  if (!canShip(order) && order.status !== "SHIPPED") return null;
  return (
    <div className="mt-6 border-y border-line bg-surface px-4 py-4">
      {canShip(order) && <ShipForm order={order} isBusy={act.isPending} onShip={(one) => act.mutate(one)} />}
      <div className="flex flex-wrap items-center gap-2">
        {order.status === "PAID" && (
          <Button look="quiet" isBusy={act.isPending} onClick={() => act.mutate(begin)}>
            {t("order.begin")}
          </Button>
        )}
        {order.status === "SHIPPED" && (
          <Button isBusy={act.isPending} onClick={() => act.mutate(arrived)}>
            {t("order.arrived")}
          </Button>
        )}
        {canCancel(order) && (
          <Button look="danger" isBusy={act.isPending} onClick={() => setCancelling(true)}>
            {t("order.cancel")}
          </Button>
        )}
      </div>
      <CancelDialog order={order} isOpen={isCancelling} onClose={() => setCancelling(false)} onCancel={(one) => act.mutate(one)} />
    </div>
  );
}

interface ShipFormProperties {
  order: SellerOrder;
  isBusy: boolean;
  onShip: (act: Act) => void;
}

function ShipForm({ order, isBusy, onShip }: ShipFormProperties) {
  const { t } = useTranslation("seller");
  const [tracking, setTracking] = useState("");
  const [courier, setCourier] = useState(order.courier);
  const [error, setError] = useState("");
  return (
    <form
      noValidate
      className="mb-3 grid items-start gap-3 md:grid-cols-[1fr_1.4fr_auto]"
      onSubmit={(event) => {
        event.preventDefault();
        if (isBusy) return;
        if (!tracking.trim()) {
          setError(t("ship.needed"));
          document.getElementById("tracking")?.focus();
          return;
        }
        onShip(() => ship(order, { tracking, courier }));
      }}
    >
      <Field label={t("ship.courier")} value={courier} maxLength={80} onChange={(event) => setCourier(event.target.value)} />
      <Field
        id="tracking"
        label={t("ship.tracking")}
        isLatin
        maxLength={80}
        value={tracking}
        error={error || undefined}
        onChange={(event) => {
          setTracking(event.target.value);
          setError("");
        }}
      />
      <Button type="submit" className="md:mt-7" isBusy={isBusy}>
        {t("orders.markShipped")}
      </Button>
    </form>
  );
}

interface CancelProperties {
  order: SellerOrder;
  isOpen: boolean;
  onClose: () => void;
  onCancel: (act: Act) => void;
}

function CancelDialog({ order, isOpen, onClose, onCancel }: CancelProperties) {
  const { t } = useTranslation("seller");
  const [note, setNote] = useState("");
  return (
    <Dialog
      title={t("order.cancelTitle", { number: order.number })}
      isOpen={isOpen}
      onClose={onClose}
      footer={
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("order.keep")}
          </Button>
          <Button
            look="danger"
            onClick={() => {
              onClose();
              onCancel(async () => {
                const params = { path: { number: order.number } };
                return (await api.POST("/api/sales/store-orders/{number}/cancel/", { params, body: { note } })).data as SellerOrder;
              });
            }}
          >
            {t("order.cancelNow", { number: order.number })}
          </Button>
        </div>
      }
    >
      <p>{order.cash_due ? t("order.cancelCash") : t("order.cancelText")}</p>
      <Field className="mt-4" label={t("order.note")} hint={t("order.noteHint")} value={note} maxLength={200} onChange={(event) => setNote(event.target.value)} />
    </Dialog>
  );
}
