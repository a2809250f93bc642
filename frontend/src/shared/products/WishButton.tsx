import clsx from "clsx";
import { Heart } from "lucide-react";
import { useTranslation } from "react-i18next";

import { toast } from "../ui/Toasts";
import { useWish } from "../wishes";

interface Properties {
  productId: string;
  name: string;
  className?: string;
}

export function WishButton({ productId, name, className }: Properties) {
  const { t } = useTranslation();
  const { isWished, change } = useWish(productId);
  const isOn = change.isPending ? change.variables : isWished;
  return (
    <button
      type="button"
      aria-pressed={isOn}
      aria-label={t("wish.label", { name })}
      className={clsx("grid size-11 place-items-center rounded-control text-ink", className)}
      onClick={() =>
        change.mutate(!isOn, { onError: (problem) => toast(problem.detail || t("state.unreachable")) })
      }
    >
      <Heart aria-hidden size={20} className={isOn ? "fill-signal stroke-signal" : undefined} />
    </button>
  );
}
