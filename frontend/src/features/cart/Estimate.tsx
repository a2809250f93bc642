import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import type { components } from "../../shared/api/schema";
import { market } from "../../shared/boot";
import { countriesOf } from "../../shared/lib/countries";
import { number } from "../../shared/lib/format";
import { Button } from "../../shared/ui/Button";
import { controlLook, Field } from "../../shared/ui/Field";
import { Price } from "../../shared/ui/Price";

type Quotes = components["schemas"]["CartQuotesOutput"][];

/** What delivery to a place would cost and take, store by store, before anybody signs in. */
export function Estimate() {
  const { t } = useTranslation();
  const countries = countriesOf(market);
  const [country, setCountry] = useState(market.countries[0] ?? "");
  const countryId = useId();
  const [city, setCity] = useState("");
  const ask = useMutation<Quotes, Problem>({
    mutationFn: async () => (await api.POST("/api/sales/cart/quotes/", { body: { country, city } })).data as Quotes,
  });
  return (
    <details className="border-t border-line pt-1">
      <summary className="flex min-h-11 items-center underline underline-offset-4">{t("cart.estimate")}</summary>
      <form
        className="grid gap-3 pb-3"
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        {countries.length > 1 && (
          <div>
            <label htmlFor={countryId} className="mb-1 block font-[560]">
              {t("address.country")}
            </label>
            <select id={countryId} autoComplete="country" className={controlLook} value={country} onChange={(event) => setCountry(event.target.value)}>
              <option value="" />
              {countries.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        )}
        <div className="flex items-end gap-2">
          <Field label={t("address.city")} value={city} onChange={(event) => setCity(event.target.value)} autoComplete="address-level2" className="flex-1" dir="auto" />
          <Button look="quiet" type="submit" isBusy={ask.isPending} busyLabel={t("state.loading")}>
            {t("cart.ask")}
          </Button>
        </div>
      </form>
      <div role="status">
        {ask.isError && <p className="pb-3 text-14 text-bad">{ask.error.detail || t("state.unreachable")}</p>}
        {ask.data?.map(({ store, quotes }) => {
          const cheapest = [...quotes].sort((a, b) => a.price.minor - b.price.minor)[0];
          return (
            <p key={store.id} className="flex justify-between gap-4 py-1 text-14">
              <bdi>{store.name}</bdi>
              {cheapest ? (
                <span className="text-end">
                  <Price amount={cheapest.price} /> · {t("cart.days", { from: number(cheapest.min_days), to: number(cheapest.max_days) })}
                </span>
              ) : (
                <span className="text-warn">{t("cart.noDelivery")}</span>
              )}
            </p>
          );
        })}
      </div>
    </details>
  );
}
