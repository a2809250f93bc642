import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { problemOf } from "../../../shared/api/problem";
import { number as shown } from "../../../shared/lib/format";
import { Button } from "../../../shared/ui/Button";
import { Dialog } from "../../../shared/ui/Dialog";
import { controlLook } from "../../../shared/ui/Field";
import { toast } from "../../../shared/ui/Toasts";
import { pasted, ship, type Parcel, type SellerOrder } from "./orders";

interface Properties {
  orders: SellerOrder[];
  /** With the numbers of those that did not leave. */
  onClose: (failed: string[]) => void;
}

/** Tracking numbers of several parcels in one grid; what fails stays, with its reason, and keeps nobody back. */
export function ShipDialog({ orders: given, onClose }: Properties) {
  const { t } = useTranslation("seller");
  const client = useQueryClient();
  const [orders, setOrders] = useState(given);
  const [parcels, setParcels] = useState<Record<string, Parcel>>(() =>
    Object.fromEntries(given.map(({ number, courier }) => [number, { tracking: "", courier }])),
  );
  const [reasons, setReasons] = useState<Record<string, string>>({});
  const [failures, setFailures] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const numbers = orders.map(({ number }) => number);
  const put = (number: string, change: Partial<Parcel>) => {
    setParcels((before) => ({ ...before, [number]: { tracking: "", courier: "", ...before[number], ...change } }));
    setReasons((before) => ({ ...before, [number]: "" }));
  };
  const close = () => onClose(numbers);

  const send = async () => {
    const missing = orders.filter(({ number }) => !parcels[number]?.tracking.trim());
    if (missing.length > 0) {
      setReasons(Object.fromEntries(missing.map(({ number }) => [number, t("ship.needed")])));
      document.getElementById(`tracking-${missing[0]?.number}`)?.focus();
      return;
    }
    setBusy(true);
    const failed: Record<string, string> = {};
    for (const order of orders) {
      try {
        await ship(order, parcels[order.number] as Parcel);
      } catch (error) {
        failed[order.number] = problemOf(error).detail || t("ship.unreachable");
      }
    }
    setBusy(false);
    void client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith("/api/sales/store") });
    const left = orders.filter(({ number }) => number in failed);
    const count = orders.length - left.length;
    if (count > 0) toast(t("ship.done", { count, shown: shown(count) }));
    if (left.length === 0) return onClose([]);
    setOrders(left);
    setReasons(failed);
    setFailures(left.length);
  };
  return (
    <Dialog
      title={t("ship.title", { count: orders.length, shown: shown(orders.length) })}
      isOpen
      onClose={close}
      place="full"
      footer={
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="quiet" onClick={close}>
            {t("cancel")}
          </Button>
          <Button isBusy={isBusy} busyLabel={t("ship.busy")} onClick={() => void send()}>
            {t("ship.send", { count: orders.length, shown: shown(orders.length) })}
          </Button>
        </div>
      }
    >
      <p className="max-w-[62ch] text-ink-2">{t("ship.hint")}</p>
      <div role="alert">{failures > 0 && <p className="mt-3 border-s-3 border-bad ps-3 text-bad">{t("ship.failed", { count: failures, shown: shown(failures) })}</p>}</div>
      <ul className="mt-4 border-t border-line">
        {orders.map(({ number, recipient, shipping_address: place }, index) => (
          <li key={number} className="grid gap-x-4 gap-y-2 border-b border-line py-3 md:grid-cols-[1fr_1fr_1.4fr]">
            <p className="min-w-0">
              <span className="spec text-ink!">{number}</span>
              <span className="block truncate text-14 text-ink-2">
                <bdi>{recipient}</bdi>, <bdi>{place.city}</bdi>
              </span>
            </p>
            <label className="text-14 text-ink-2">
              {t("ship.courier")}
              <input className={controlLook} maxLength={80} value={parcels[number]?.courier ?? ""} onChange={(event) => put(number, { courier: event.target.value })} />
            </label>
            <div>
              <label htmlFor={`tracking-${number}`} className="text-14 text-ink-2">
                {t("ship.tracking")} <span className="sr-only">{number}</span>
              </label>
              <input
                id={`tracking-${number}`}
                dir="ltr"
                maxLength={80}
                className={`${controlLook} rtl:text-right`}
                value={parcels[number]?.tracking ?? ""}
                aria-invalid={reasons[number] ? true : undefined}
                aria-describedby={reasons[number] ? `reason-${number}` : undefined}
                onChange={(event) => put(number, { tracking: event.target.value })}
                onPaste={(event) => {
                  const text = event.clipboardData.getData("text");
                  if (!/[\n\t]/.test(text.trim())) return;
                  event.preventDefault();
                  for (const [one, tracking] of pasted(text, numbers, index)) put(one, { tracking });
                }}
              />
              {reasons[number] && (
                <p id={`reason-${number}`} className="mt-1 text-14 text-bad">
                  {reasons[number]}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

