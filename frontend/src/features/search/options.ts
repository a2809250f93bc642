import type { components } from "../../shared/api/schema";
import { to } from "../../shared/routes";

type Suggestions = components["schemas"]["ProductSuggestions"];

export interface Option {
  key: string;
  group: "products" | "categories" | "stores" | "search" | "recent";
  text: string;
  address: string;
  product?: Suggestions["products"][number];
}

const MOST_PRODUCTS = 5;
const MOST_NAMES = 3;

/** What the list offers for a text, in the order the arrow keys walk through it. */
export function optionsFor(text: string, found: Suggestions | undefined, recent: string[], categoryPath: (slug: string) => string): Option[] {
  if (!text) {
    return recent.map((one) => ({ key: `recent-${one}`, group: "recent", text: one, address: to.search(one) }));
  }
  const products = (found?.products ?? []).slice(0, MOST_PRODUCTS).map(
    (product): Option => ({ key: `product-${product.slug}`, group: "products", text: product.name, address: to.product(product.slug), product }),
  );
  const categories = (found?.categories ?? []).slice(0, MOST_NAMES).map(
    ({ slug, name }): Option => ({ key: `category-${slug}`, group: "categories", text: name, address: to.category(categoryPath(slug)) }),
  );
  const stores = (found?.stores ?? []).slice(0, MOST_NAMES).map(
    ({ slug, name }): Option => ({ key: `store-${slug}`, group: "stores", text: name, address: to.store(slug) }),
  );
  return [...products, ...categories, ...stores, { key: "search", group: "search", text, address: to.search(text) }];
}
