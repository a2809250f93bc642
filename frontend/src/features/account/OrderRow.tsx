import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { day, number } from "../../shared/lib/format";
import { to } from "../../shared/routes";
import { Picture } from "../../shared/ui/Picture";
import { Price } from "../../shared/ui/Price";
import { goodsOf, isOpen, picturesOf, type Order } from "./orders";

/** One order in a list: what it was, how it stands, what it cost. The number leads to it. */
export function OrderRow({ order }: { order: Order }) {
  const { t } = useTranslation("account");
  const goods = goodsOf(order);
  const others = goods.length - 1;
  return (
    <li className="grid grid-cols-[4rem_minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 py-4">
      <Picture className="row-span-2" image={picturesOf(order)[0] ? { url: picturesOf(order)[0] ?? "", alt_text: "" } : null} sizes="64px" />
      <div className="min-w-0">
        <p className="flex items-center gap-2">
          {isOpen(order) && <span aria-hidden className="size-2 shrink-0 rounded-full bg-signal" />}
          <span className="font-[560]">{t(`statuses.${order.status}`)}</span>
        </p>
        {/* A name is cut at its own end, whichever way the page is read. */}
        <p dir="auto" className="truncate [text-align:match-parent]">
          {goods[0]}
        </p>
        {others > 0 && <p className="text-14 text-ink-2">{t("orders.others", { count: others, shown: number(others) })}</p>}
      </div>
      <Price amount={order.total} className="font-[560]" />
      <p className="col-span-2 col-start-2 text-14 text-ink-2">
        <Link to={to.order(order.number)} className="spec inline-flex min-h-6 items-center text-ink underline underline-offset-4" aria-label={t("orders.open", { number: order.number })}>
          {order.number}
        </Link>{" "}
        · <time dateTime={order.placed_at}>{day(order.placed_at)}</time>
      </p>
    </li>
  );
}
