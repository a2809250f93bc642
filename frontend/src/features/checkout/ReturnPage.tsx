import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams, useSearchParams } from "react-router";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import { reading } from "../../shared/api/read";
import type { components } from "../../shared/api/schema";
import { boot } from "../../shared/boot";
import { CART } from "../../shared/cart";
import { number as shownNumber } from "../../shared/lib/format";
import { orderToken } from "../../shared/orders";
import { to } from "../../shared/routes";
import { announce } from "../../shared/ui/Announcer";
import { Button, buttonLook } from "../../shared/ui/Button";
import { Missing } from "../../shared/ui/Missing";
import { Page, Title } from "../../shared/ui/Page";
import { Price } from "../../shared/ui/Price";
import { Bar, Failure, Waiting } from "../../shared/ui/states";
import { forgetDraft } from "./draft";
import { Leaving } from "./Leaving";
import { Methods } from "./Methods";
import { usePaymentStart } from "./paying";

type Standing = components["schemas"]["StandingOutput"];

/** Where everybody comes back to: it says how the order stands, and asks again as long as that is not known. */
export function ReturnPage() {
  const { t } = useTranslation("checkout");
  const { number = "" } = useParams();
  const [address] = useSearchParams();
  const token = address.get("token") ?? orderToken.of(number);
  const standing = useQuery<Standing, Problem>({
    queryKey: ["standing", number, token],
    queryFn: async ({ signal }) => {
      const query = { ...(token && { token }), ...(address.get("back") && { back: address.get("back") as string }) };
      return (await api.GET("/api/payments/orders/{number}/standing/", { params: { path: { number }, query }, signal })).data as Standing;
    },
    refetchInterval: ({ state }) => (state.data?.look_again_seconds ?? 0) * 1000 || false,
    refetchIntervalInBackground: true,
    staleTime: 0,
  });
  useSaid(standing.data);
  const client = useQueryClient();
  useEffect(() => {
    forgetDraft(); // the order has it now
    void client.invalidateQueries({ queryKey: CART });
  }, [client]);
  if (standing.isError && standing.error.status === 404) return <Missing />;
  if (standing.isError && !standing.data) {
    return (
      <div className="wrap py-10">
        <Failure problem={standing.error} onRetry={() => void standing.refetch()} what={t("return.what")} />
      </div>
    );
  }
  if (!standing.data) {
    return (
      <Waiting onRetry={() => void standing.refetch()}>
        <div className="wrap py-10">
          <Bar className="h-10 w-1/2" />
        </div>
      </Waiting>
    );
  }
  return <Shown standing={standing.data} isKnown={token !== "" || boot.person !== null} />;
}

/** A change is said once: the reader may have looked elsewhere. */
function useSaid(standing: Standing | undefined): void {
  const before = useRef("");
  useEffect(() => {
    if (!standing) return;
    if (before.current && before.current !== standing.headline) announce(`${standing.headline}. ${standing.detail}`);
    before.current = standing.headline;
  }, [standing]);
}

const LAMPS: Record<Standing["kind"], string> = {
  paid: "bg-ok",
  on_delivery: "bg-ok",
  confirming: "bg-signal animate-pulse",
  payable: "bg-signal",
  given_up: "bg-ink-3",
  over: "bg-ink-3",
};

function Shown({ standing, isKnown }: { standing: Standing; isKnown: boolean }) {
  const { t } = useTranslation("checkout");
  const { order, kind, headline, detail, amount } = standing;
  const couldNotStart = Boolean((useLocation().state as { couldNotStart?: boolean } | null)?.couldNotStart);
  return (
    <Page title={kind === "paid" ? t("return.paid", { order }) : headline} className="wrap py-10">
      <p className="flex items-center gap-2 text-14 text-ink-2">
        <span aria-hidden className={`size-2 rounded-full ${LAMPS[kind]}`} />
        {t("return.order")} <span className="spec">{order}</span> · <Price amount={amount} />
      </p>
      <Title className="heading-40 mt-2">{kind === "paid" ? t("return.paid", { order }) : headline}</Title>
      {detail && <p className="mt-3 max-w-[62ch] text-18">{detail}</p>}
      {couldNotStart && kind === "payable" && <p className="mt-3 max-w-[62ch] border-s-3 border-warn ps-4 text-warn">{t("return.couldNotStart")}</p>}
      {kind === "payable" && isKnown && <PayNow standing={standing} />}
      {isKnown && ["paid", "on_delivery"].includes(kind) && <Bought order={order} />}
      {isKnown && (
        <p className="mt-8">
          <Link to={to.order(order)} className={buttonLook(kind === "payable" ? "quiet" : "primary")}>
            {t("return.track")}
          </Link>
        </p>
      )}
      {!isKnown && (
        <p className="mt-8">
          <Link to={to.home} className={buttonLook("quiet")}>
            {t("lookAround")}
          </Link>
        </p>
      )}
    </Page>
  );
}

function PayNow({ standing }: { standing: Standing }) {
  const { t } = useTranslation("checkout");
  const { order } = standing;
  const token = orderToken.of(order);
  const found = useQuery(reading("/api/payments/orders/{number}/methods/", { path: { number: order }, query: { token } }));
  const start = usePaymentStart();
  const [method, setMethod] = useState("");
  const key = useRef(crypto.randomUUID());
  const methods = found.data?.methods ?? [];
  const chosen = methods.find(({ name }) => name === method) ?? methods.find(({ is_available }) => is_available);
  if (start.data?.redirect_url) {
    return (
      <div className="mt-6">
        <Leaving address={start.data.redirect_url} order={order} amount={start.data.amount} gateway={chosen?.title ?? start.data.gateway} />
      </div>
    );
  }
  return (
    <div className="mt-6 max-w-2xl">
      {methods.length > 0 && <Methods methods={methods} chosen={chosen?.name ?? ""} onChoose={setMethod} />}
      {start.isError && (
        <p role="alert" className="mt-3 text-bad">
          {start.error.detail || t("unreachable")}
        </p>
      )}
      {chosen && (
        <Button
          className="mt-6"
          isBusy={start.isPending}
          busyLabel={t("placing")}
          onClick={() =>
            start.mutate(
              { order, gateway: chosen.name, key: key.current },
              {
                onSettled: () => {
                  key.current = crypto.randomUUID();
                },
                onSuccess: ({ redirect_url }) => {
                  if (!redirect_url) window.location.reload();
                },
              },
            )
          }
        >
          {t("return.payNow")}
        </Button>
      )}
    </div>
  );
}

/** What was bought, from whom, and where the mail went. */
function Bought({ order }: { order: string }) {
  const { t } = useTranslation("checkout");
  const { data } = useQuery(reading("/api/sales/orders/{number}/", { path: { number: order }, query: { token: orderToken.of(order) } }));
  if (!data) return null;
  return (
    <div className="mt-8 max-w-2xl">
      {data.contact.email && (
        <p>
          {t("return.mailedTo")} <bdi dir="ltr">{data.contact.email}</bdi>
        </p>
      )}
      {data.store_orders.map((parcel) => (
        <section key={parcel.id} className="border-b border-line py-3" aria-label={parcel.store.name}>
          <h2 className="font-[560]">
            <bdi>{t("parcelOf", { shop: parcel.store.name })}</bdi>
          </h2>
          <ul>
            {parcel.lines.map((line) => (
              <li key={line.id} className="flex justify-between gap-4">
                <span>
                  <bdi>{line.product_name}</bdi> <span className="figures text-14 text-ink-2">× {shownNumber(line.quantity)}</span>
                </span>
                <Price amount={line.total} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
