import { useMutation } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useOutletContext } from "react-router";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import { boot } from "../../shared/boot";
import { useCartAdd } from "../../shared/cart";
import { number } from "../../shared/lib/format";
import { to } from "../../shared/routes";
import { announce } from "../../shared/ui/Announcer";
import { Button, buttonLook } from "../../shared/ui/Button";
import { Price } from "../../shared/ui/Price";
import { ranked, type Offer, type Product, type Variant } from "./choice";
import { OfferDialog } from "./OfferDialog";

interface Properties {
  product: Product;
  variant: Variant | undefined;
  offer: Offer | undefined;
  onOffer: (itemId: string) => void;
}

/** Price, stock, who sells it, and the one button. */
export function Buying({ product, variant, offer, onOffer }: Properties) {
  const { t } = useTranslation();
  const [areOffersOpen, setOffersOpen] = useState(false);
  const { openCart } = useOutletContext<{ openCart: () => void }>();
  const add = useCartAdd();
  const button = useRef<HTMLDivElement>(null);
  const isButtonSeen = useSeen(button);
  const problemId = useId();
  const offers = variant?.offers ?? [];

  if (!offer) return product.is_active ? <p className="mt-6 font-[560]">{t("stock.soldOut")}</p> : null;

  const addIt = () =>
    add.mutate(
      { item_id: offer.item_id, quantity: 1 },
      {
        onSuccess: () => {
          announce(t("cart.added", { name: product.name }));
          openCart();
        },
      },
    );
  const canBuy = offer.is_available && product.is_active;

  return (
    <div className="mt-6 border-t border-line pt-4">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <Price amount={offer.price} className="text-30 font-[600]" />
        {offer.compare_at && (
          <s className="text-ink-2">
            <span className="sr-only">{t("product.before")} </span>
            <Price amount={offer.compare_at} />
          </s>
        )}
      </p>
      {offer.lowest_30_days && (
        <p className="text-14 text-ink-2">
          {t("product.lowest")} <Price amount={offer.lowest_30_days} />
        </p>
      )}
      <Stock offer={offer} />
      <p className="mt-1 text-14 text-ink-2">{t("product.shipsIn", { count: offer.store.handling_days, shown: number(offer.store.handling_days) })}</p>
      <p className="mt-3">
        {t("product.soldBy")}{" "}
        <Link to={to.store(offer.store.slug)} className="font-[560] underline underline-offset-4 decoration-ink-3 hover:decoration-current">
          <bdi>{offer.store.name}</bdi>
        </Link>
        {offers.length > 1 && ranked(offers)[0]?.item_id === offer.item_id && <span className="text-ink-2"> · {t("product.bestReason")}</span>}
      </p>
      {offer.store.holiday && (
        <p className="mt-2 border-s-3 border-warn ps-3 text-14">
          {t("product.holiday", { day: new Intl.DateTimeFormat(boot.language, { dateStyle: "long" }).format(new Date(offer.store.holiday.ends_at)) })}
        </p>
      )}
      <div ref={button} className="mt-4 flex flex-wrap gap-2">
        {canBuy ? (
          <Button className="min-w-48 flex-1" isBusy={add.isPending} busyLabel={t("product.adding")} onClick={addIt} aria-describedby={add.isError ? problemId : undefined}>
            {t("product.add")}
          </Button>
        ) : (
          product.is_active && <BackInStock itemId={offer.item_id} />
        )}
        {offers.length > 1 && (
          <Button look="quiet" className="min-h-12" aria-haspopup="dialog" onClick={() => setOffersOpen(true)}>
            {t("product.compare", { count: offers.length, shown: number(offers.length) })}
          </Button>
        )}
      </div>
      {add.isError && (
        <p id={problemId} role="alert" className="mt-2 text-bad">
          {add.error.detail || t("state.unreachable")}
        </p>
      )}
      <OfferDialog isOpen={areOffersOpen} onClose={() => setOffersOpen(false)} offers={ranked(offers)} chosen={offer.item_id} onChoose={onOffer} />
      {canBuy && !isButtonSeen && (
        <div className="fixed inset-x-0 bottom-0 z-10 flex items-center justify-between gap-4 border-t border-line bg-surface px-4 py-2 lg:hidden">
          <Price amount={offer.price} className="text-18 font-[560]" />
          <Button isBusy={add.isPending} busyLabel={t("product.adding")} onClick={addIt}>
            {t("product.add")}
          </Button>
        </div>
      )}
    </div>
  );
}


const BELOW = "0px 0px 1000000px 0px"; // all that is still to come counts as seen

/** Whether an element is on the screen or below it: a bar replaces the button only once it was scrolled past. */
function useSeen(element: React.RefObject<HTMLElement | null>): boolean {
  const [isSeen, setSeen] = useState(true);
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry && setSeen(entry.isIntersecting), { rootMargin: BELOW });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isSeen;
}

function Stock({ offer }: { offer: Offer }) {
  const { t } = useTranslation();
  if (!offer.is_available) return <p className="mt-2 font-[560] text-ink-2">{t("stock.soldOut")}</p>;
  if (offer.left !== null) return <p className="mt-2 font-[560] text-warn">{t("stock.left", { count: offer.left, shown: number(offer.left) })}</p>;
  return <p className="mt-2 font-[560] text-ok">{t("stock.inStock")}</p>;
}

function BackInStock({ itemId }: { itemId: string }) {
  const { t } = useTranslation();
  const subscribe = useMutation<unknown, Problem>({
    mutationFn: () => api.PUT("/api/marketplace/items/{item_id}/back-in-stock/", { params: { path: { item_id: itemId } } }),
  });
  if (!boot.person) {
    return (
      <Link to={`${to.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`} className={buttonLook("quiet", "min-h-12 flex-1")}>
        {t("stock.tellMeSignIn")}
      </Link>
    );
  }
  return (
    <div className="flex-1">
      <Button look="quiet" className="min-h-12 w-full" isBusy={subscribe.isPending} busyLabel={t("state.saving")} onClick={() => subscribe.mutate()} reason={subscribe.isSuccess ? t("stock.willTell") : undefined}>
        {t("stock.tellMe")}
      </Button>
      <p role="status" className="mt-1 text-14">
        {subscribe.isSuccess && t("stock.willTell")}
        {subscribe.isError && <span className="text-bad">{subscribe.error.detail || t("state.unreachable")}</span>}
      </p>
    </div>
  );
}
