/** What an address of a list says: the filters that are chosen, and the order. */

export const SORTS = ["newest", "price", "-price", "rating", "sold", "name"] as const;
export type Sort = (typeof SORTS)[number] | "relevance";

export interface Filters {
  brands: string[];
  /** Pairs "layout:65". */
  attributes: string[];
  rating: string;
  isAvailable: boolean;
  /** Amounts in the market's currency as the reader writes them; "" for none. */
  min: string;
  max: string;
  /** A store's name in addresses, or a category's; only where the page itself does not say it. */
  store: string;
  category: string;
}

const list = (text: string | null) => (text ? text.split(",").filter(Boolean) : []);

export function filtersOf(address: URLSearchParams): Filters {
  return {
    brands: list(address.get("brand")),
    attributes: list(address.get("attributes")),
    rating: /^[1-4]$/.test(address.get("rating") ?? "") ? (address.get("rating") as string) : "",
    isAvailable: address.get("available") === "true",
    min: amountOf(address.get("min")),
    max: amountOf(address.get("max")),
    store: address.get("store") ?? "",
    category: address.get("category") ?? "",
  };
}

function amountOf(text: string | null): string {
  return text && /^\d{1,15}(\.\d{1,2})?$/.test(text) ? text : "";
}

/** The parameters of the API; `factor` turns what the reader types into the currency's own unit (10 for tomans). */
export function queryOf(filters: Filters, factor = 1): Record<string, string | undefined> {
  const price = (text: string) => (text ? String(Math.round(Number(text) * factor * 100) / 100) : undefined);
  return {
    brand: filters.brands.join(",") || undefined,
    attributes: filters.attributes.join(",") || undefined,
    rating: filters.rating || undefined,
    available: filters.isAvailable ? "true" : undefined,
    min_price: price(filters.min),
    max_price: price(filters.max),
    store: filters.store || undefined,
    category: filters.category || undefined,
  };
}

/** The address with these filters; what is not about filters stays, the place in the list does not. */
export function addressWith(address: URLSearchParams, change: Partial<Filters>): URLSearchParams {
  const filters = { ...filtersOf(address), ...change };
  const next = new URLSearchParams(address);
  const put = (name: string, value: string) => (value ? next.set(name, value) : next.delete(name));
  put("brand", filters.brands.join(","));
  put("attributes", filters.attributes.join(","));
  put("rating", filters.rating);
  put("available", filters.isAvailable ? "true" : "");
  put("min", filters.min);
  put("max", filters.max);
  put("store", filters.store);
  put("category", filters.category);
  next.delete("after");
  return next;
}

export const toggled = (values: string[], value: string): string[] =>
  values.includes(value) ? values.filter((one) => one !== value) : [...values, value];

/** How many filters are chosen. */
export function countOf(filters: Filters): number {
  const { brands, attributes, rating, isAvailable, min, max, store, category } = filters;
  return brands.length + attributes.length + [rating, isAvailable, min || max, store, category].filter(Boolean).length;
}
