import type { TFunction } from "i18next";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";

import { market } from "../boot";
import { decimalsOf, fieldFactor, money, number } from "../lib/format";
import type { FacetCounts } from "./Facets";
import { toggled, type Filters } from "./filters";

interface Properties {
  facets: FacetCounts | undefined;
  filters: Filters;
  onChange: (changes: Partial<Filters>) => void;
}

export interface Chip {
  key: string;
  label: string;
  without: Partial<Filters>;
}

type T = TFunction<"shop">;

/** Each chosen filter, and what remains without it. */
export function chipsOf(filters: Filters, facets: FacetCounts | undefined, t: T): Chip[] {
  const brandName = (slug: string) => facets?.brands.find((one) => one.slug === slug)?.name ?? slug;
  const valueName = (pair: string) => {
    const [code, value = ""] = [pair.slice(0, pair.indexOf(":")), pair.slice(pair.indexOf(":") + 1)];
    const attribute = facets?.attributes.find((one) => one.code === code);
    const found = attribute?.values.find((one) => one.value === value);
    return `${attribute?.name ?? code}: ${found?.name || value}${attribute?.unit ? ` ${attribute.unit}` : ""}`;
  };
  const price = (text: string) =>
    money({ minor: Math.round(Number(text) * fieldFactor(market.currency) * 10 ** decimalsOf(market.currency)), currency: market.currency });
  const chips: Chip[] = [
    ...filters.attributes.map((pair) => ({ key: pair, label: valueName(pair), without: { attributes: toggled(filters.attributes, pair) } })),
    ...filters.brands.map((slug) => ({ key: `brand ${slug}`, label: brandName(slug), without: { brands: toggled(filters.brands, slug) } })),
  ];
  if (filters.isAvailable) chips.push({ key: "available", label: t("listing.inStock"), without: { isAvailable: false } });
  if (filters.rating) {
    const stars = Number(filters.rating);
    chips.push({ key: "rating", label: t("listing.stars", { count: stars, shown: number(stars) }), without: { rating: "" } });
  }
  if (filters.min || filters.max) {
    const label = filters.min && filters.max ? `${price(filters.min)} – ${price(filters.max)}` : filters.min ? t("listing.over", { price: price(filters.min) }) : t("listing.under", { price: price(filters.max) });
    chips.push({ key: "price", label, without: { min: "", max: "" } });
  }
  if (filters.store) chips.push({ key: "store", label: filters.store, without: { store: "" } });
  if (filters.category) chips.push({ key: "category", label: filters.category, without: { category: "" } });
  return chips;
}

export const NO_FILTERS: Filters = { brands: [], attributes: [], rating: "", isAvailable: false, min: "", max: "", store: "", category: "" };

export function Chips({ facets, filters, onChange }: Properties) {
  const { t } = useTranslation();
  const chips = chipsOf(filters, facets, t);
  if (chips.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2" aria-label={t("listing.chosen")}>
      {chips.map(({ key, label, without }) => (
        <li key={key}>
          <button
            type="button"
            className="inline-flex min-h-9 items-center gap-1 rounded-control border border-field ps-3 pe-2 text-14 hover:border-ink"
            aria-label={t("listing.remove", { filter: label })}
            onClick={() => onChange(without)}
          >
            <bdi>{label}</bdi>
            <X aria-hidden size={16} />
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <button type="button" className="min-h-9 px-2 text-14 underline underline-offset-4" onClick={() => onChange(NO_FILTERS)}>
            {t("listing.clearAll")}
          </button>
        </li>
      )}
    </ul>
  );
}
