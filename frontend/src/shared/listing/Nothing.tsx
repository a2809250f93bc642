import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { reading } from "../api/read";
import { boot } from "../boot";
import { number } from "../lib/format";
import { Button } from "../ui/Button";
import { Empty } from "../ui/states";
import { chipsOf } from "./Chips";
import { queryOf, type Filters } from "./filters";
import type { Query } from "./products";

interface Properties {
  given: Query;
  filters: Filters;
  factor: number;
  onChange: (changes: Partial<Filters>) => void;
}

/** Nothing fits all of the filters: which one to give up for the most products. */
export function Nothing({ given, filters, factor, onChange }: Properties) {
  const { t } = useTranslation();
  const chips = chipsOf(filters, undefined, t);
  const counts = useQueries({
    queries: chips.map(({ without }) =>
      reading("/api/catalog/facets/", { query: { ...queryOf({ ...filters, ...without }, factor), ...given, market: boot.market } }),
    ),
  });
  const best = chips
    .map((chip, index) => ({ chip, count: counts[index]?.data?.count ?? 0 }))
    .reduce((a, b) => (b.count > a.count ? b : a), { chip: chips[0], count: 0 });
  return (
    <Empty
      title={t("listing.nothing")}
      action={
        best.chip &&
        best.count > 0 && (
          <Button onClick={() => best.chip && onChange(best.chip.without)}>
            {t("listing.removeFor", { filter: best.chip.label, count: best.count, shown: number(best.count) })}
          </Button>
        )
      }
    >
      <p>{t("listing.nothingText")}</p>
    </Empty>
  );
}
