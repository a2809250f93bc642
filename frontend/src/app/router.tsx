import type { ComponentType } from "react";
import { createBrowserRouter } from "react-router";

import { boot } from "../shared/boot";
import { texts } from "../shared/i18n";
import { Layout } from "./Layout";
import { Broken } from "./Broken";

/** A page that is fetched when somebody goes there, with the catalogue of its part of the house. */
function page(load: () => Promise<ComponentType>, part = "shop") {
  return async () => {
    const [Component] = await Promise.all([load(), texts(part)]);
    return { Component };
  };
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
