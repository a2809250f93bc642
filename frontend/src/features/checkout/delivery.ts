/** What delivery to the draft's address costs, store by store, and what the whole comes to. */
import { useQuery } from "@tanstack/react-query";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import type { components } from "../../shared/api/schema";
import type { Cart } from "../../shared/cart";
import type { Amount } from "../../shared/lib/format";
import type { Draft } from "./draft";

export type StoreQuotes = components["schemas"]["CartQuotesOutput"];
export type Quote = StoreQuotes["quotes"][number];

export function useDeliveries(cart: Cart | undefined, place: { country: string; city: string }) {
  return useQuery<StoreQuotes[], Problem>({
    queryKey: ["/api/sales/cart/quotes/", cart?.version, place.country, place.city],
    queryFn: async () => (await api.POST("/api/sales/cart/quotes/", { body: place })).data as StoreQuotes[],
    enabled: Boolean(cart && cart.quantity > 0 && place.country && place.city),
  });
}

export function cheapest(quotes: Quote[]): Quote | undefined {
  return quotes.reduce<Quote | undefined>((best, one) => (best && best.price.minor <= one.price.minor ? best : one), undefined);
}

/** The chosen service of each store, the cheapest where none is chosen. */
export function chosenQuotes(deliveries: StoreQuotes[], shipping: Draft["shipping"]): Map<string, Quote> {
  const chosen = new Map<string, Quote>();
  for (const { store, quotes } of deliveries) {
    const quote = quotes.find(({ code }) => code === shipping[store.slug]) ?? cheapest(quotes);
    if (quote) chosen.set(store.slug, quote);
  }
  return chosen;
}

/** Goods less discount plus delivery, in minor units; nothing while a store's delivery is not known. */
export function totalWith(cart: Cart, chosen: Map<string, Quote>): Amount | null {
  if (cart.stores.some(({ store }) => !chosen.has(store.slug))) return null;
  const delivery = [...chosen.values()].reduce((sum, { price }) => sum + price.minor, 0);
  return { minor: cart.total.minor + delivery, currency: cart.currency };
}
