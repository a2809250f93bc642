import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { boot } from "../../shared/boot";
import { number } from "../../shared/lib/format";
import { to } from "../../shared/routes";
import { buttonLook } from "../../shared/ui/Button";
import { Picture } from "../../shared/ui/Picture";
import { Price } from "../../shared/ui/Price";
import { Failure } from "../../shared/ui/states";
import { useWishes } from "../../shared/wishes";
import { OrderRow } from "./OrderRow";
import { isOpen, useOrders } from "./orders";
import { Rows } from "./Rows";
import { Section } from "./Section";
import { Shell } from "./Shell";

const IN_SHORT = 4; // wishes

export function OverviewPage() {
  const { t } = useTranslation("account");
  const name = boot.person?.name;
  return (
    <Shell place="overview" lead={name && <bdi>{t("overview.hello", { name })}</bdi>}>
      <Orders />
      <Wishes />
    </Shell>
  );
}

/** What is on its way comes first; the last one where nothing is. */
function Orders() {
  const { t } = useTranslation("account");
  const orders = useOrders();
  const all = orders.data?.pages.flatMap(({ results }) => results) ?? [];
  const open = all.filter(isOpen);
  const shown = open.length > 0 ? open : all.slice(0, 1);
  return (
    <Section title={open.length > 0 || all.length === 0 ? t("overview.openOrders") : t("overview.lastOrder")}>
      {orders.isError && !orders.data && <Failure problem={orders.error} onRetry={() => void orders.refetch()} what={t("orders.what")} />}
      {orders.isPending && <Rows onRetry={() => void orders.refetch()} />}
      {shown.length > 0 && (
        <ul className="divide-y divide-line border-y border-line">
          {shown.map((order) => (
            <OrderRow key={order.id} order={order} />
          ))}
        </ul>
      )}
      {orders.isSuccess && all.length === 0 && (
        <>
          <p className="text-ink-2">{t("orders.none")}</p>
          <Link to={to.home} className={buttonLook("quiet", "mt-4")}>
            {t("lookAround")}
          </Link>
        </>
      )}
      {all.length > 0 && <More to={to.orders}>{t("overview.allOrders")}</More>}
    </Section>
  );
}

function Wishes() {
  const { t } = useTranslation("account");
  const { data } = useWishes();
  const wishes = data?.wishes ?? [];
  if (wishes.length === 0) return null;
  return (
    <Section title={t("pages.wishlist")}>
      <ul className="sheet grid-cols-2 md:grid-cols-4">
        {wishes.slice(0, IN_SHORT).map(({ product, price, price_drop }) => (
          <li key={product.id}>
            <Link to={to.product(product.slug)} className="block pb-3">
              <Picture image={product.image ? { url: product.image, alt_text: "" } : null} sizes="(width >= 768px) 220px, 50vw" />
              <span dir="auto" className="mt-2 block truncate px-2 font-[560] [text-align:match-parent]">
                {product.name}
              </span>
              <span className="block px-2">
                {price ? <Price amount={price} /> : t("wishlist.soldOut")} {price_drop && <span className="text-14 text-signal-text">{t("wishlist.cheaper")}</span>}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <More to={to.wishlist}>{t("overview.allWishes", { count: data?.count ?? 0, shown: number(data?.count ?? 0) })}</More>
    </Section>
  );
}

function More({ to: address, children }: { to: string; children: string }) {
  return (
    <Link to={address} className="mt-2 inline-flex min-h-11 items-center gap-2 underline underline-offset-4 decoration-ink-3 hover:decoration-current">
      {children}
      <ArrowRight aria-hidden size={16} className="mirrored" />
    </Link>
  );
}
