/** Which variant and which offer of a product are chosen, and what may be chosen beside them. */
import type { components } from "../../shared/api/schema";

export type Product = components["schemas"]["ProductPage"];
export type Variant = Product["variants"][number];
export type Offer = Variant["offers"][number];

export interface Axis {
  code: string;
  name: string;
  values: { value: string; label: string; colour: string }[];
}

/** What an address may name: the variant by its SKU. */
export function variantOf(product: Product, sku: string | null): Variant | undefined {
  return (
    product.variants.find((one) => one.sku === sku) ??
    product.variants.find((one) => one.offers.some(({ item_id }) => item_id === product.item_id)) ??
    product.variants.find((one) => one.offers.length > 0) ??
    product.variants[0]
  );
}

/** The offer that an address names, else the best: in stock before sold out, then the lowest price. */
export function offerOf(variant: Variant | undefined, itemId: string | null): Offer | undefined {
  const offers = variant?.offers ?? [];
  return offers.find((one) => one.item_id === itemId) ?? ranked(offers)[0];
}

export function ranked(offers: Offer[]): Offer[] {
  return [...offers].sort((a, b) => Number(b.is_available) - Number(a.is_available) || a.price.minor - b.price.minor);
}

const valueOf = (variant: Variant, code: string) => variant.attributes.find((one) => one.code === code)?.value;

/** The attributes in which the variants differ; none where their names have to do. */
export function axesOf(variants: Variant[]): Axis[] {
  const codes = new Map(variants.flatMap(({ attributes }) => attributes.map((one) => [one.code, one.name] as const)));
  const axes = [...codes].map(([code, name]): Axis => {
    const values = new Map<string, Axis["values"][number]>();
    for (const { attributes } of variants) {
      const found = attributes.find((one) => one.code === code);
      if (found) values.set(found.value, { value: found.value, label: labelOf(found), colour: found.colour });
    }
    return { code, name, values: [...values.values()] };
  });
  const differing = axes.filter(({ values }) => values.length > 1);
  const isTelling = new Set(variants.map((one) => differing.map(({ code }) => valueOf(one, code)).join(" "))).size === variants.length;
  return isTelling ? differing : [];
}

export function labelOf({ value, option, unit }: { value: string; option: string | null; unit: string }): string {
  return (option || value) + (unit ? ` ${unit}` : "");
}

/** The variant with this value, and as much else of the present one as there is; nothing where it is not made so. */
export function variantWith(variants: Variant[], now: Variant, axes: Axis[], code: string, value: string): Variant | undefined {
  const others = axes.filter((one) => one.code !== code);
  return variants.find((one) => valueOf(one, code) === value && others.every((axis) => valueOf(one, axis.code) === valueOf(now, axis.code)));
}

/** The nearest variant with this value, when the exact one does not exist. */
export function nearestWith(variants: Variant[], now: Variant, axes: Axis[], code: string, value: string): Variant | undefined {
  const likeness = (one: Variant) => axes.filter((axis) => valueOf(one, axis.code) === valueOf(now, axis.code)).length;
  return variants.filter((one) => valueOf(one, code) === value).sort((a, b) => likeness(b) - likeness(a))[0];
}

export function isSoldOut(variant: Variant): boolean {
  return !variant.offers.some(({ is_available }) => is_available);
}

/** Pictures of the variant first, then those of the product as a whole. */
export function picturesOf(product: Product, variant: Variant | undefined): Product["images"] {
  const own = product.images.filter(({ variant_id }) => variant_id !== null && variant_id === variant?.id);
  const common = product.images.filter(({ variant_id }) => variant_id === null);
  const found = [...own, ...common];
  return found.length > 0 ? found : product.images;
}
