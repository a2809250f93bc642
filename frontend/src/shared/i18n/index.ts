/**
 * Texts of the interface. One catalogue per language and part of the house, fetched when it is needed: "shop" always,
 * another with the page that names it (app/router.tsx; `useTranslation("account")`). A new part is named below.
 */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";

import { boot } from "../boot";
import type account from "./locales/en/account.json";
import type checkout from "./locales/en/checkout.json";
import type seller from "./locales/en/seller.json";
import type shop from "./locales/en/shop.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shop";
    resources: { shop: typeof shop; account: typeof account; checkout: typeof checkout; seller: typeof seller };
  }
}

const catalogues = import.meta.glob<Record<string, unknown>>("./locales/*/*.json", { import: "default" });

const started = i18next.use(initReactI18next).init({
  lng: boot.language,
  fallbackLng: false,
  ns: [],
  defaultNS: "shop",
  resources: {},
  interpolation: { escapeValue: false }, // React escapes
  returnNull: false,
});

/** Fetch a part's catalogue before the part is shown. */
export async function texts(part: string): Promise<void> {
  await started;
  if (i18next.hasResourceBundle(boot.language, part)) return;
  const load = catalogues[`./locales/${boot.language}/${part}.json`];
  if (!load) throw new Error(`There is no catalogue ${part} in ${boot.language}.`);
  i18next.addResourceBundle(boot.language, part, await load());
}
