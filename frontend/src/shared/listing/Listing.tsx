import type { TFunction } from "i18next";
import { SlidersHorizontal } from "lucide-react";
import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { useRead } from "../api/read";
import { boot } from "../boot";
import { fieldFactor, number } from "../lib/format";
import { market } from "../boot";
import { GridFrame, ProductGrid } from "../products/ProductGrid";
import { announce } from "../ui/Announcer";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { controlLook } from "../ui/Field";
import { Failure, Waiting } from "../ui/states";
import { Chips } from "./Chips";
import { Facets } from "./Facets";
import { addressWith, countOf, filtersOf, queryOf, SORTS, type Filters } from "./filters";
import { Nothing } from "./Nothing";
import { isSearch, useProducts, type Hits, type Query } from "./products";

interface Properties {
  /** What the page itself says: a category, a store, words. */
  given: Query;
  /** Above the list, told how many there are. */
  heading: (count: string) => ReactNode;
  empty?: ReactNode;
}

export function Listing({ given, heading, empty }: Properties) {
  const { t } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const [areFiltersOpen, setFiltersOpen] = useState(false);
  const filters = filtersOf(address);
  const factor = fieldFactor(market.currency);
  const fallback = isSearch(given) ? "relevance" : "newest";
  const sort = address.get("sort") ?? fallback;
  const chosen = { ...queryOf(filters, factor), ...given };
  const ordered = { ...chosen, ordering: sort === fallback ? undefined : sort };
  const products = useProducts(ordered, useRef(address.get("after") ?? "").current);
  const facets = useRead("/api/catalog/facets/", { query: { ...chosen, market: boot.market } }, { placeholderData: (before) => before });
  const count = facets.data ? countText(facets.data, t) : "";
  useCountSaid(facets.isPlaceholderData ? "" : count);

  const change = (changes: Partial<Filters>) => setAddress(addressWith(address, changes), { preventScrollReset: true });
  const pages = products.data?.pages ?? [];
  const cards = pages.flatMap((page) => page.results);

  return (
    <>
      {heading(count)}
      <div className="lg:grid lg:grid-cols-[16rem_1fr] lg:gap-8">
        <div className="max-lg:hidden">
          <Facets facets={facets.data} filters={filters} onChange={change} />
        </div>
        <div>
          <div className="flex flex-wrap items-center gap-2 py-3">
            <Button look="quiet" className="lg:hidden" onClick={() => setFiltersOpen(true)} aria-haspopup="dialog">
              <SlidersHorizontal aria-hidden size={18} />
              {t("listing.filters")}
              {countOf(filters) > 0 && <span className="figures">({number(countOf(filters))})</span>}
            </Button>
            <Chips facets={facets.data} filters={filters} onChange={change} />
            <SortChoice
              value={sort}
              fallback={fallback}
              onChange={(next) => {
                const changed = new URLSearchParams(address);
                if (next === fallback) changed.delete("sort");
                else changed.set("sort", next);
                changed.delete("after");
                setAddress(changed, { preventScrollReset: true });
              }}
            />
          </div>
          <Corrected hits={pages[0]} />
          {products.isPending && (
            <Waiting onRetry={() => void products.refetch()}>
              <GridFrame />
            </Waiting>
          )}
          {products.isError && cards.length === 0 && <Failure problem={products.error} onRetry={() => void products.refetch()} what={t("listing.theProducts")} />}
          {products.isSuccess && cards.length === 0 && (countOf(filters) > 0 ? <Nothing given={given} filters={filters} factor={factor} onChange={change} /> : empty)}
          {cards.length > 0 && <ProductGrid cards={cards} />}
          <More products={products} shown={cards.length} address={address} />
        </div>
      </div>
      <FilterDialog isOpen={areFiltersOpen} onClose={() => setFiltersOpen(false)} given={given} factor={factor} filters={filters} onApply={change} />
    </>
  );
}

type T = TFunction<"shop">;

function countText({ count, is_capped }: { count: number; is_capped: boolean }, t: T): string {
  return t("listing.count", { count, shown: number(count) + (is_capped ? "+" : "") });
}

/** A new count is said once. */
function useCountSaid(count: string): void {
  const before = useRef("");
  useEffect(() => {
    if (count && before.current && before.current !== count) announce(count);
    if (count) before.current = count;
  }, [count]);
}

function SortChoice({ value, fallback, onChange }: { value: string; fallback: string; onChange: (sort: string) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const sorts = fallback === "relevance" ? (["relevance", ...SORTS] as const) : SORTS;
  return (
    <div className="ms-auto flex items-center gap-2">
      <label htmlFor={id} className="text-14 text-ink-2 max-xs:sr-only">
        {t("listing.sort")}
      </label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)} className={controlLook}>
        {sorts.map((sort) => (
          <option key={sort} value={sort}>
            {t(`listing.sorts.${sort}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The words that were really used, where they are not those that were typed. */
function Corrected({ hits }: { hits: Hits | undefined }) {
  const { t } = useTranslation();
  if (!hits || !("corrected" in hits)) return null;
  if (hits.corrected) return <p className="pb-4">{t("search.corrected", { text: hits.corrected })}</p>;
  return hits.is_similar ? <p className="pb-4">{t("search.similar")}</p> : null;
}

function More({ products, shown, address }: { products: ReturnType<typeof useProducts>; shown: number; address: URLSearchParams }) {
  const { t } = useTranslation();
  const [, setAddress] = useSearchParams();
  const from = useRef(0);
  useEffect(() => {
    if (from.current === 0 || shown <= from.current) return;
    document.querySelectorAll<HTMLElement>("[data-card]")[from.current]?.focus({ preventScroll: true });
    from.current = 0;
  }, [shown]);
  if (!products.hasNextPage) return null;
  return (
    <div className="py-8 text-center">
      <Button
        look="quiet"
        isBusy={products.isFetchingNextPage}
        busyLabel={t("state.loading")}
        onClick={() => {
          from.current = shown;
          void products.fetchNextPage().then(({ data }) => {
            const next = new URLSearchParams(address);
            next.set("after", String(data?.pageParams.at(-1) ?? ""));
            setAddress(next, { replace: true, preventScrollReset: true });
          });
        }}
      >
        {t("listing.more")}
      </Button>
      {products.isFetchNextPageError && <p className="mt-2 text-bad">{t("state.unreachable")}</p>}
    </div>
  );
}

interface FilterDialogProperties {
  isOpen: boolean;
  onClose: () => void;
  given: Query;
  factor: number;
  filters: Filters;
  onApply: (filters: Filters) => void;
}

/** On a phone filters are tried in a dialog; closing it without the button keeps the former ones. */
function FilterDialog({ isOpen, onClose, given, factor, filters, onApply }: FilterDialogProperties) {
  const { t } = useTranslation();
  const [tried, setTried] = useState(filters);
  const wasOpen = useRef(false);
  if (isOpen !== wasOpen.current) {
    wasOpen.current = isOpen;
    if (isOpen) setTried(filters);
  }
  const { data } = useRead(
    "/api/catalog/facets/",
    { query: { ...queryOf(tried, factor), ...given, market: boot.market } },
    { enabled: isOpen, placeholderData: (before) => before },
  );
  return (
    <Dialog
      title={t("listing.filters")}
      isOpen={isOpen}
      onClose={onClose}
      place="full"
      footer={
        <Button
          className="w-full"
          onClick={() => {
            onApply(tried);
            onClose();
          }}
        >
          {data ? t("listing.show", { products: countText(data, t) }) : t("listing.apply")}
        </Button>
      }
    >
      <Facets facets={data} filters={tried} onChange={(changes) => setTried({ ...tried, ...changes })} />
    </Dialog>
  );
}
