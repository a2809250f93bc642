import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useOutletContext } from "react-router";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import type { components } from "../../shared/api/schema";
import { boot } from "../../shared/boot";
import { CART, cartChangedHere } from "../../shared/cart";
import { money } from "../../shared/lib/format";
import { to } from "../../shared/routes";
import { announce } from "../../shared/ui/Announcer";
import { Button, buttonLook } from "../../shared/ui/Button";
import { Picture } from "../../shared/ui/Picture";
import { Price } from "../../shared/ui/Price";
import { Empty, Failure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/Toasts";
import { useWishes, WISHES } from "../../shared/wishes";
import { Rows } from "./Rows";
import { Shell } from "./Shell";

type Wish = components["schemas"]["WishOutput"];

export function WishlistPage() {
  return (
    <Shell place="wishlist">
      <Wishes />
    </Shell>
  );
}

function Wishes() {
  const { t } = useTranslation("account");
  const wishes = useWishes();
  if (wishes.isError && !wishes.data) return <Failure problem={wishes.error} onRetry={() => void wishes.refetch()} what={t("wishlist.what")} />;
  if (!wishes.data) return <Rows onRetry={() => void wishes.refetch()} />;
  if (wishes.data.wishes.length === 0) {
    return (
      <Empty
        title={t("wishlist.none")}
        action={
          <Link to={to.home} className={buttonLook("primary")}>
            {t("lookAround")}
          </Link>
        }
      >
        {t("wishlist.noneText")}
      </Empty>
    );
  }
  return (
    <ul className="divide-y divide-line border-y border-line">
      {wishes.data.wishes.map((wish) => (
        <Row key={wish.product.id} wish={wish} />
      ))}
    </ul>
  );
}

function Row({ wish }: { wish: Wish }) {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const { openCart } = useOutletContext<{ openCart: () => void }>();
  const { product, price, price_drop: drop, seen_price: seen } = wish;
  const path = { path: { product_id: product.id } };
  const changed = () => client.invalidateQueries({ queryKey: WISHES });
  const failed = (problem: Problem) => toast(problem.detail || t("unreachable"));

  const move = useMutation<unknown, Problem>({
    mutationFn: () => api.POST("/api/catalog/wishlist/{product_id}/move-to-cart/", { params: path, body: { quantity: 1 } }),
    onSuccess: async () => {
      await Promise.all([changed(), client.invalidateQueries({ queryKey: CART })]);
      cartChangedHere();
      openCart();
    },
    onError: failed,
  });
  const back = useMutation<unknown, Problem>({
    mutationFn: () => api.POST("/api/catalog/wishlist/", { body: { product: product.id, market: boot.market } }),
    onSuccess: changed,
    onError: failed,
  });
  const remove = useMutation<unknown, Problem>({
    mutationFn: () => api.DELETE("/api/catalog/wishlist/{product_id}/", { params: path }),
    onSuccess: async () => {
      await changed();
      toast(t("wishlist.removed", { name: product.name }), () => back.mutate());
      announce(t("wishlist.removed", { name: product.name }));
    },
    onError: failed,
  });

  return (
    <li className="grid grid-cols-[5rem_minmax(0,1fr)] gap-x-4 gap-y-3 py-4 md:grid-cols-[6rem_minmax(0,1fr)_auto] md:items-center">
      <Picture image={product.image ? { url: product.image, alt_text: "" } : null} sizes="96px" />
      <div className="min-w-0">
        <Link to={to.product(product.slug)} className="font-[560] hover:underline underline-offset-4">
          <bdi>{product.name}</bdi>
        </Link>
        {wish.store && (
          <p className="text-14 text-ink-2">
            <bdi>{wish.store.name}</bdi>
          </p>
        )}
        <p className="mt-1 flex flex-wrap items-baseline gap-x-2">
          {price && <Price amount={price} className="font-[560]" />}
          {drop && seen && (
            <>
              <s className="text-14 text-ink-2">
                <Price amount={seen} />
              </s>
              <span className="text-14 text-signal-text">{t("wishlist.dropped", { amount: money(drop) })}</span>
            </>
          )}
          {!wish.is_available && <span className="text-14 text-ink-2">{t("wishlist.soldOut")}</span>}
        </p>
      </div>
      <div className="col-span-2 flex flex-wrap gap-2 md:col-span-1">
        {wish.is_available && (
          <Button look="quiet" isBusy={move.isPending} busyLabel={t("wishlist.moving")} onClick={() => move.mutate()}>
            {t("wishlist.move")}
          </Button>
        )}
        <Button look="text" isBusy={remove.isPending} aria-label={t("wishlist.removeOf", { name: product.name })} onClick={() => remove.mutate()}>
          {t("wishlist.remove")}
        </Button>
      </div>
    </li>
  );
}
