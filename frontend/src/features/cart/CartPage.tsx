import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useCart, useCartUnsave, useCouponAdd, useCouponRemove, type Cart } from "../../shared/cart";
import { seenProducts } from "../../shared/products/seen";
import { to } from "../../shared/routes";
import { Button, buttonLook } from "../../shared/ui/Button";
import { Field } from "../../shared/ui/Field";
import { Page, Title } from "../../shared/ui/Page";
import { Picture } from "../../shared/ui/Picture";
import { Price } from "../../shared/ui/Price";
import { Bar, Empty, Failure, Waiting } from "../../shared/ui/states";
import { Estimate } from "./Estimate";
import { CartTotals, Lines } from "./Lines";

export function CartPage() {
  const { t } = useTranslation();
  const cart = useCart();
  return (
    <Page title={t("cart.title")} className="wrap py-6">
      <Title>{t("cart.title")}</Title>
      {cart.isLoading && (
        <Waiting onRetry={() => void cart.refetch()}>
          <Bar className="mt-6 h-40" />
        </Waiting>
      )}
      {cart.isError && !cart.data && <Failure problem={cart.error} onRetry={() => void cart.refetch()} what={t("cart.theBag")} />}
      {!cart.isLoading && !cart.isError && (!cart.data || cart.data.quantity === 0) && <Nothing />}
      {cart.data && cart.data.quantity > 0 && <Filled cart={cart.data} />}
      {cart.data && cart.data.saved.length > 0 && <Saved cart={cart.data} />}
    </Page>
  );
}

function Filled({ cart }: { cart: Cart }) {
  const { t } = useTranslation();
  return (
    <div className="mt-4 grid gap-8 lg:grid-cols-[1fr_24rem]">
      <div>
        <Lines cart={cart} />
      </div>
      <aside aria-label={t("cart.summary")} className="h-fit border-t border-line pt-4 lg:sticky lg:top-20">
        <CartTotals cart={cart} />
        <p className="mt-1 text-14 text-ink-2">{t("cart.deliveryLater")}</p>
        <Coupon cart={cart} />
        <Estimate />
        {cart.is_ready ? (
          <Link to={to.checkout("contact")} className={buttonLook("primary", "mt-6 w-full")}>
            {t("cart.checkout")}
          </Link>
        ) : (
          <Button className="mt-6 w-full" reason={t("cart.notReady")}>
            {t("cart.checkout")}
          </Button>
        )}
        {!cart.is_ready && <p className="mt-2 text-14 text-warn">{t("cart.notReady")}</p>}
      </aside>
    </div>
  );
}

function Coupon({ cart }: { cart: Cart }) {
  const { t } = useTranslation();
  const add = useCouponAdd();
  const remove = useCouponRemove();
  const [code, setCode] = useState("");
  if (cart.coupon) {
    return (
      <div className="mt-4 border-t border-line pt-3">
        <p className="flex items-center justify-between gap-2">
          <span>
            {t("cart.code")} <span className="spec">{cart.coupon.code}</span>
          </span>
          <button type="button" className="min-h-11 text-14 underline underline-offset-4" onClick={() => remove.mutate()}>
            {t("cart.removeCode")}
          </button>
        </p>
        {cart.coupon.problem && <p className="text-14 text-warn">{cart.coupon.problem}</p>}
      </div>
    );
  }
  return (
    <details className="mt-4 border-t border-line pt-1">
      <summary className="flex min-h-11 items-center underline underline-offset-4">{t("cart.addCode")}</summary>
      <form
        className="flex items-end gap-2 pb-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (code.trim()) add.mutate({ code: code.trim() });
        }}
      >
        <Field label={t("cart.codeLabel")} value={code} onChange={(event) => setCode(event.target.value)} isLatin autoComplete="off" className="flex-1" error={add.isError ? add.error.detail || t("state.unreachable") : undefined} />
        <Button look="quiet" type="submit" isBusy={add.isPending}>
          {t("cart.applyCode")}
        </Button>
      </form>
    </details>
  );
}

function Saved({ cart }: { cart: Cart }) {
  const { t } = useTranslation();
  const unsave = useCartUnsave();
  return (
    <section className="mt-12" aria-labelledby="saved">
      <h2 id="saved" className="heading-24 mb-2">
        {t("cart.saved")}
      </h2>
      <ul className="border-t border-line">
        {cart.saved.map((line) => (
          <li key={line.id} className="flex items-center gap-4 border-b border-line py-3">
            <Picture image={line.product.image ? { url: line.product.image, alt_text: "" } : null} sizes="64px" className="w-16 shrink-0" />
            <p className="min-w-0 flex-1">
              <Link to={to.product(line.product.slug)} className="font-[560] hover:underline underline-offset-4">
                <bdi>{line.product.name}</bdi>
              </Link>
              <span className="block text-14 text-ink-2">
                <bdi>{line.store.name}</bdi> · <Price amount={line.unit_price} />
              </span>
            </p>
            <Button look="quiet" isBusy={unsave.isPending && unsave.variables.lineId === line.id} onClick={() => unsave.mutate({ lineId: line.id })}>
              {t("cart.moveToBag")}
            </Button>
          </li>
        ))}
      </ul>
      {unsave.isError && (
        <p role="alert" className="mt-2 text-bad">
          {unsave.error.detail || t("state.unreachable")}
        </p>
      )}
    </section>
  );
}

function Nothing() {
  const { t } = useTranslation();
  const seen = seenProducts().slice(0, 4);
  return (
    <>
      <Empty title={t("cart.empty")} action={<Link to={to.home} className={buttonLook()}>{t("cart.lookAround")}</Link>} />
      {seen.length > 0 && (
        <section aria-labelledby="viewed">
          <h2 id="viewed" className="heading-24 mb-4">
            {t("home.viewed")}
          </h2>
          <ul className="sheet grid-cols-2 md:grid-cols-4">
            {seen.map(({ slug, name, image }) => (
              <li key={slug} className="relative">
                <Picture image={image && { ...image, alt_text: "" }} sizes="25vw" />
                <h3 className="truncate px-3 py-3">
                  <Link to={to.product(slug)} className="before:absolute before:inset-0 underline-offset-4 hover:underline">
                    <bdi>{name}</bdi>
                  </Link>
                </h3>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
