/** The stores a person works in, and the one the console shows now. */
import { useSyncExternalStore } from "react";
import { useOutletContext, useSearchParams } from "react-router";

import { useRead } from "../../shared/api/read";
import type { components } from "../../shared/api/schema";

export type Workplace = components["schemas"]["WorkplaceOutput"];

const NAME = "seller-store";
const LASTING = 300_000; // ms
const listeners = new Set<() => void>();

const remembered = (): string => localStorage.getItem(NAME) ?? "";

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

export function rememberStore(slug: string): void {
  localStorage.setItem(NAME, slug);
  for (const listener of listeners) listener();
}

/** Named by the address, else chosen last on this device, else the first by name. */
export function chosenStore(stores: Workplace[], named: string, kept: string): Workplace | undefined {
  return stores.find(({ slug }) => slug === named) ?? stores.find(({ slug }) => slug === kept) ?? stores[0];
}

export function useWorkplaces() {
  const [address] = useSearchParams();
  const kept = useSyncExternalStore(subscribe, remembered);
  const places = useRead("/api/marketplace/workplaces/", {}, { staleTime: LASTING });
  const stores = places.data?.results ?? [];
  return { places, stores, store: chosenStore(stores, address.get("store") ?? "", kept) };
}

/** The store of the console around this page. */
export function useStore(): Workplace {
  return useOutletContext<Workplace>();
}

export const may = (store: Workplace, permission: string): boolean => store.permissions.includes(permission);

export const at = {
  today: "/seller",
  orders: "/seller/orders",
  order: (number: string) => `/seller/orders/${number}`,
  stock: "/seller/stock",
} as const;
