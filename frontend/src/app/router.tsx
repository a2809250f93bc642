import type { ComponentType } from "react";
import { createBrowserRouter, redirect, type LoaderFunctionArgs } from "react-router";

import { boot } from "../shared/boot";
import { texts } from "../shared/i18n";
import { to } from "../shared/routes";
import { Layout } from "./Layout";
import { Broken } from "./Broken";

/** A page that is fetched when somebody goes there, with the catalogue of its part of the house. */
function page(load: () => Promise<ComponentType>, part = "shop") {
  return async () => {
    const [Component] = await Promise.all([load(), texts(part)]);
    return { Component };
  };
}

/** Pages of whoever is signed in; others come back to them from the sign-in. */
function personal({ request }: LoaderFunctionArgs) {
  if (boot.person) return null;
  const { pathname, search } = new URL(request.url);
  return redirect(`${to.signIn}?next=${encodeURIComponent(pathname + search)}`);
}

/** Each page is a chunk of its own, fetched before the page changes. */
export function createRouter() {
  const router = createBrowserRouter(
    [
      {
        Component: Layout,
        ErrorBoundary: Broken,
        children: [
          { index: true, lazy: page(async () => (await import("../features/home")).HomePage) },
          { path: "c/*", lazy: page(async () => (await import("../features/listing")).CategoryPage) },
          { path: "search", lazy: page(async () => (await import("../features/listing")).SearchPage) },
          { path: "p/:slug", lazy: page(async () => (await import("../features/product")).ProductPage) },
          { path: "s/:handle/:tab?", lazy: page(async () => (await import("../features/store")).StorePage) },
          { path: "cart", lazy: page(async () => (await import("../features/cart/page")).CartPage) },
          { path: "checkout/return/:number", lazy: page(async () => (await import("../features/checkout/return")).ReturnPage, "checkout") },
          { path: "checkout/:step?", lazy: page(async () => (await import("../features/checkout")).CheckoutPage, "checkout") },
          { path: "order/:number", lazy: page(async () => (await import("../features/order")).OrderPage, "checkout") },
          { path: "login", lazy: page(async () => (await import("../features/signin/SignInPage")).SignInPage, "account") },
          { path: "register", lazy: page(async () => (await import("../features/signin/RegisterPage")).RegisterPage, "account") },
          { path: "account", loader: personal, lazy: page(async () => (await import("../features/account/OverviewPage")).OverviewPage, "account") },
          { path: "account/orders", loader: personal, lazy: page(async () => (await import("../features/account/OrdersPage")).OrdersPage, "account") },
          { path: "account/wishlist", loader: personal, lazy: page(async () => (await import("../features/account/WishlistPage")).WishlistPage, "account") },
          { path: "account/addresses", loader: personal, lazy: page(async () => (await import("../features/account/AddressesPage")).AddressesPage, "account") },
          { path: "account/profile", loader: personal, lazy: page(async () => (await import("../features/account/ProfilePage")).ProfilePage, "account") },
          { path: "account/security", loader: personal, lazy: page(async () => (await import("../features/account/SecurityPage")).SecurityPage, "account") },
          { path: "account/data", loader: personal, lazy: page(async () => (await import("../features/account/DataPage")).DataPage, "account") },
          { path: "*", lazy: page(async () => (await import("../features/missing")).MissingPage) },
        ],
      },
      {
        path: "seller",
        lazy: page(async () => (await import("./ConsoleLayout")).ConsoleLayout, "seller"),
        ErrorBoundary: Broken,
        children: [
          { index: true, lazy: page(async () => (await import("../features/seller/home")).HomePage, "seller") },
          { path: "orders", lazy: page(async () => (await import("../features/seller/orders")).OrdersPage, "seller") },
          { path: "orders/:number", lazy: page(async () => (await import("../features/seller/orders/one")).OrderPage, "seller") },
          { path: "stock", lazy: page(async () => (await import("../features/seller/stock")).StockPage, "seller") },
          { path: "*", lazy: page(async () => (await import("../features/missing")).MissingPage) },
        ],
      },
    ],
    boot.prefix ? { basename: boot.prefix } : {},
  );
  const isReady = new Promise<void>((resolve) => {
    if (router.state.initialized) resolve();
    const stop = router.subscribe((state) => {
      if (!state.initialized) return;
      stop();
      resolve();
    });
  });
  return { router, isReady };
}
