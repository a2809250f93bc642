import { Minus, Plus } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useCartAdd, useCartQuantity, useCartRemove, useCartSave, type CartLine } from "../../shared/cart";
import { money, number } from "../../shared/lib/format";
import { to } from "../../shared/routes";
import { announce } from "../../shared/ui/Announcer";
import { Picture } from "../../shared/ui/Picture";
import { Price } from "../../shared/ui/Price";
import { toast } from "../../shared/ui/Toasts";
import { useQuantity } from "./quantity";

const step = "grid size-11 place-items-center rounded-control border border-field hover:border-ink disabled:opacity-40";

export function Line({ line, onLeave }: { line: CartLine; onLeave?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const change = useCartQuantity();
  const remove = useCartRemove();
  const save = useCartSave();
  const add = useCartAdd();
  const noteId = useId();
  const [note, setNote] = useState("");
  const { shown, change: want } = useQuantity(line.quantity, (quantity, settled) =>
    change.mutate(
      { lineId: line.id, quantity },
      {
        onSuccess: (cart) => {
          setNote("");
          announce(t("cart.newTotal", { total: money(cart.total) }));
        },
        onError: (problem) => setNote(problem.detail || t("state.unreachable")),
        onSettled: settled,
      },
    ),
  );
  const failed = (problem: { detail: string }) => toast(problem.detail || t("state.unreachable"));
  const gone = (text: string, total: string) => {
    announce(`${text} ${t("cart.newTotal", { total })}`);
  };
  return (
    <div className="grid grid-cols-[5rem_1fr] gap-x-4 py-4" aria-busy={remove.isPending}>
      <Picture image={line.product.image ? { url: line.product.image, alt_text: "" } : null} sizes="80px" />
      <div className="min-w-0">
        <div className="flex items-start justify-between gap-3">
          <p className="min-w-0">
            <Link to={to.product(line.product.slug)} onClick={onLeave} className="font-[560] hover:underline underline-offset-4">
              <bdi>{line.product.name}</bdi>
            </Link>
            {line.variant.name && (
              <span className="block text-14 text-ink-2">
                <bdi>{line.variant.name}</bdi>
              </span>
            )}
          </p>
          <Price amount={line.total} className="font-[560]" />
        </div>
        <Problem line={line} />
        {line.discount.minor > 0 && (
          <p className="text-14 text-ok">
            {t("cart.saving")} <Price amount={line.discount} />
          </p>
        )}
        <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1">
          <div role="group" aria-label={t("cart.quantityOf", { name: line.product.name })} aria-describedby={note ? noteId : undefined} className="flex items-center">
            <button type="button" className={step} aria-label={t("cart.less")} disabled={shown <= 1} onClick={() => want(shown - 1)}>
              <Minus aria-hidden size={16} />
            </button>
            <output className="figures min-w-10 text-center">{number(shown)}</output>
            <button type="button" className={step} aria-label={t("cart.more")} onClick={() => want(shown + 1)}>
              <Plus aria-hidden size={16} />
            </button>
          </div>
          <button type="button" className="min-h-11 text-14 underline underline-offset-4" onClick={() => save.mutate({ lineId: line.id }, { onError: failed })}>
            {t("cart.saveForLater")}
          </button>
          <button
            type="button"
            className="min-h-11 text-14 underline underline-offset-4"
            aria-label={t("cart.removeOf", { name: line.product.name })}
            onClick={() =>
              remove.mutate(
                { lineId: line.id },
                {
                  onSuccess: (cart) => {
                    gone(t("cart.removed", { name: line.product.name }), money(cart.total));
                    toast(t("cart.removed", { name: line.product.name }), () => add.mutate({ item_id: line.item_id, quantity: line.quantity }, { onError: failed }));
                  },
                  onError: failed,
                },
              )
            }
          >
            {t("cart.remove")}
          </button>
        </div>
        {note && (
          <p id={noteId} role="alert" className="text-14 text-bad">
            {note}
          </p>
        )}
      </div>
    </div>
  );
}

/** What changed since it was put in. */
function Problem({ line }: { line: CartLine }) {
  const { t } = useTranslation();
  if (!line.problem) return null;
  const text =
    line.problem === "price_changed"
      ? t("cart.problems.price_changed", { before: money(line.seen_price), now: money(line.unit_price) })
      : line.problem === "out_of_stock"
        ? t("cart.problems.out_of_stock", { count: line.available, shown: number(line.available) })
        : t("cart.problems.not_for_sale");
  return <p className="mt-1 border-s-3 border-warn ps-2 text-14 text-warn">{text}</p>;
}
