import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, ScrollRestoration } from "react-router";

import { CartDrawer } from "../features/cart";
import { CART, onCartElsewhere } from "../shared/cart";
import { Announcer } from "../shared/ui/Announcer";
import { Toasts } from "../shared/ui/Toasts";
import { Footer } from "./Footer";
import { Header } from "./Header";
import { Offline } from "./Offline";
import { SignInAgain } from "./SignInAgain";
import { useFocusOnHeading } from "./useFocusOnHeading";
import { SkipLink } from "./SkipLink";

export function Layout() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [isCartOpen, setCartOpen] = useState(false);
  useFocusOnHeading();
  useEffect(() => onCartElsewhere(() => void client.invalidateQueries({ queryKey: CART })), [client]);
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink>{t("layout.skip")}</SkipLink>
      <Header onCart={() => setCartOpen(true)} />
      <Offline />
      <main id="main" tabIndex={-1} className="flex-1">
        <Outlet context={{ openCart: () => setCartOpen(true) }} />
      </main>
      <Footer />
      <CartDrawer isOpen={isCartOpen} onClose={() => setCartOpen(false)} />
      <SignInAgain />
      <Announcer />
      <Toasts />
      <ScrollRestoration />
    </div>
  );
}
