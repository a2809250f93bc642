import { LayoutGrid, ShoppingBag, User } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";

import { SearchBox } from "../features/search";
import { boot } from "../shared/boot";
import { useCart } from "../shared/cart";
import { number } from "../shared/lib/format";
import { isAtCheckout, to } from "../shared/routes";
import { CategoryDialog } from "./CategoryDialog";
import { Mark } from "./Mark";

const item = "inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-control px-2 text-16 hover:underline underline-offset-4";

export function Header({ onCart }: { onCart: () => void }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [areCategoriesOpen, setCategoriesOpen] = useState(false);
  if (isAtCheckout(pathname)) return <CheckoutHeader />;
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-bg">
      <div className="wrap flex flex-wrap items-center gap-x-2 gap-y-2 py-2 lg:flex-nowrap">
        <Link to={to.home} className={`${item} me-1 px-0 text-20 font-[620]`}>
          <Mark />
          {boot.site}
        </Link>
        <nav aria-label={t("layout.nav")} className="contents">
          <button type="button" className={item} aria-haspopup="dialog" onClick={() => setCategoriesOpen(true)}>
            <LayoutGrid aria-hidden size={20} />
            <span className="max-md:sr-only">{t("layout.categories")}</span>
          </button>
          <div className="order-last w-full lg:order-none lg:mx-4 lg:w-auto lg:flex-1">
            <SearchBox />
          </div>
          <span className="ms-auto lg:ms-0" />
          <Link to={boot.person ? to.account : to.signIn} className={item}>
            <User aria-hidden size={20} />
            <span className="max-w-32 truncate max-md:sr-only">{boot.person ? boot.person.name || t("layout.account") : t("layout.signIn")}</span>
          </Link>
          <Bag onOpen={onCart} />
        </nav>
      </div>
      <CategoryDialog isOpen={areCategoriesOpen} onClose={() => setCategoriesOpen(false)} />
    </header>
  );
}

function Bag({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation();
  const { data } = useCart();
  const count = data?.quantity ?? 0;
  return (
    <button type="button" className={item} aria-haspopup="dialog" onClick={onOpen} aria-label={t("layout.bagCount", { count, shown: number(count) })}>
      <ShoppingBag aria-hidden size={20} />
      {count > 0 && <span className="figures grid h-5 min-w-5 place-items-center rounded-full bg-signal px-1 text-12 font-[560] text-on-signal">{number(count)}</span>}
    </button>
  );
}

/** While somebody pays there is nothing to wander off to. */
function CheckoutHeader() {
  const { t } = useTranslation();
  return (
    <header className="border-b border-line bg-bg">
      <nav aria-label={t("layout.nav")} className="wrap flex items-center justify-between py-2">
        <Link to={to.home} className={`${item} px-0 text-20 font-[620]`}>
          <Mark />
          {boot.site}
        </Link>
        <Link to={to.cart} className={item}>
          {t("checkout.backToBag")}
        </Link>
      </nav>
    </header>
  );
}
