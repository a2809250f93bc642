import clsx from "clsx";
import { useTranslation } from "react-i18next";

import { weekday } from "../format";
import { dueWord, type SellerOrder } from "./orders";

/** Until when it has to leave: red when that is past, the lamp's colour when it is today. */
export function Due({ order, className }: { order: SellerOrder; className?: string }) {
  const { t } = useTranslation("seller");
  const word = dueWord(order, new Date());
  if (!word) return null;
  const look = word.key === "overdue" ? "font-[560] text-bad" : word.key === "today" ? "font-[560] text-signal-text" : "text-ink-2";
  return (
    <time dateTime={word.day} className={clsx(look, className)}>
      {t(`due.${word.key}`, { day: weekday(word.day) })}
    </time>
  );
}
