import { useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { components } from "../api/schema";
import { market } from "../boot";
import { latinDigits, number } from "../lib/format";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { toggled, type Filters } from "./filters";

export type FacetCounts = components["schemas"]["ProductFacets"];

interface Properties {
  facets: FacetCounts | undefined;
  filters: Filters;
  onChange: (changes: Partial<Filters>) => void;
}

const STARS = [4, 3, 2, 1];

export function Facets({ facets, filters, onChange }: Properties) {
  const { t } = useTranslation();
  if (!facets) return <div aria-hidden className="min-h-96" />;
  return (
    <div>
      <Tick
        label={t("listing.inStock")}
        count={facets.in_stock.count}
        isChosen={filters.isAvailable}
        onChange={() => onChange({ isAvailable: !filters.isAvailable })}
      />
      <PriceRange filters={filters} onChange={onChange} />
      {facets.attributes.map(({ code, name, unit, values }) => (
        <Group key={code} title={unit ? `${name} (${unit})` : name}>
          {values.map(({ value, name: label, colour, count }) => (
            <Tick
              key={value}
              label={label || value}
              colour={colour}
              count={count}
              isChosen={filters.attributes.includes(`${code}:${value}`)}
              onChange={() => onChange({ attributes: toggled(filters.attributes, `${code}:${value}`) })}
            />
          ))}
        </Group>
      ))}
      {facets.brands.length > 0 && (
        <Group title={t("listing.brand")}>
          {facets.brands.map(({ slug, name, count }) => (
            <Tick key={slug} label={name} count={count} isChosen={filters.brands.includes(slug)} onChange={() => onChange({ brands: toggled(filters.brands, slug) })} />
          ))}
        </Group>
      )}
      <Group title={t("listing.rating")}>
        {STARS.map((stars) => {
          const found = facets.ratings.find((one) => one.stars === stars);
          const value = String(stars);
          return (
            <Tick
              key={stars}
              label={t("listing.stars", { count: stars, shown: number(stars) })}
              count={found?.count ?? 0}
              isChosen={filters.rating === value}
              onChange={() => onChange({ rating: filters.rating === value ? "" : value })}
            />
          );
        })}
      </Group>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="border-t border-line py-3">
      <legend className="float-start mb-1 w-full font-[560]">{title}</legend>
      <div className="clear-both max-h-80 overflow-y-auto">{children}</div>
    </fieldset>
  );
}

interface TickProperties {
  label: string;
  count: number;
  colour?: string;
  isChosen: boolean;
  onChange: () => void;
}

/** A value with nothing left is shown, but cannot be chosen; one that is chosen can always be taken back. */
function Tick({ label, count, colour, isChosen, onChange }: TickProperties) {
  const isOff = count === 0 && !isChosen;
  return (
    <label className={`flex min-h-9 items-center gap-2 ${isOff ? "text-ink-3" : "cursor-pointer"}`}>
      <input type="checkbox" checked={isChosen} disabled={isOff} onChange={onChange} className="size-5 shrink-0 accent-ink" />
      {colour && <span aria-hidden className="size-4 shrink-0 rounded-full border border-field" style={{ backgroundColor: colour }} />}
      <bdi className="min-w-0 flex-1 truncate">{label}</bdi>
      <span className="figures text-14 text-ink-2">{number(count)}</span>
    </label>
  );
}

function PriceRange({ filters, onChange }: Omit<Properties, "facets">) {
  const { t } = useTranslation();
  const formId = useId();
  const [min, setMin] = useState(filters.min);
  const [max, setMax] = useState(filters.max);
  const [isTurned, setTurned] = useState(false);
  const [before, setBefore] = useState(filters);
  if (before !== filters && (before.min !== filters.min || before.max !== filters.max)) {
    setBefore(filters);
    setMin(filters.min);
    setMax(filters.max);
  }
  const apply = () => {
    const low = latinDigits(min).replace(/[^\d.]/g, "");
    const high = latinDigits(max).replace(/[^\d.]/g, "");
    const isWrong = low !== "" && high !== "" && Number(low) > Number(high);
    setTurned(isWrong);
    onChange(isWrong ? { min: high, max: low } : { min: low, max: high });
  };
  return (
    <fieldset className="border-t border-line py-3">
      <legend className="float-start mb-1 w-full font-[560]">{t("listing.price", { currency: t(`currency.${market.currency}`) })}</legend>
      <form
        id={formId}
        className="clear-both grid grid-cols-2 gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <Field label={t("listing.from")} inputMode="decimal" value={min} onChange={(event) => setMin(event.target.value)} />
        <Field label={t("listing.upTo")} inputMode="decimal" value={max} onChange={(event) => setMax(event.target.value)} />
        <Button look="quiet" type="submit" className="col-span-2">
          {t("listing.applyPrice")}
        </Button>
      </form>
      <p role="status" className="text-14 text-warn">
        {isTurned && t("listing.priceTurned")}
      </p>
    </fieldset>
  );
}
