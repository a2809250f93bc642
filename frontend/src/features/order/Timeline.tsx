import clsx from "clsx";
import { useTranslation } from "react-i18next";

import { moment } from "../../shared/lib/format";
import { currentOf, stationsOf, type Order, type Parcel } from "./timeline";

/** The parcel's way as a path of hairlines; where it is now is said in words too. */
export function Timeline({ order, parcel }: { order: Order; parcel: Parcel }) {
  const { t } = useTranslation("checkout");
  const stations = stationsOf(order, parcel);
  const current = currentOf(stations);
  return (
    <ol className="mt-4 grid gap-y-0 md:auto-cols-fr md:grid-flow-col">
      {stations.map(({ step, isDone, at }) => (
        <li key={step} aria-current={step === current ? "step" : undefined} className="relative flex gap-3 pb-4 last:pb-0 md:block md:pb-0">
          <span aria-hidden className={clsx("absolute start-[5px] top-3 h-full w-px md:start-0 md:top-[5px] md:h-px md:w-full", isDone ? "bg-ink" : "bg-line", step === "delivered" && "hidden")} />
          <span aria-hidden className={clsx("relative mt-1.5 size-[11px] shrink-0 rounded-full border-2 md:mt-0 md:block", isDone ? "border-ink bg-ink" : "border-field bg-bg", step === current && "border-signal bg-signal")} />
          <span className="md:mt-2 md:block">
            <span className={step === current ? "font-[560]" : isDone ? "" : "text-ink-3"}>{t(`stations.${step}`)}</span>
            {step === current && <span className="sr-only"> ({t("order.now")})</span>}
            {isDone && at && (
              <time dateTime={at} className="block text-14 text-ink-2">
                {moment(at)}
              </time>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
