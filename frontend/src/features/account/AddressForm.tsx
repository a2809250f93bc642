import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import { market } from "../../shared/boot";
import { countriesOf } from "../../shared/lib/countries";
import { identifierOf } from "../../shared/lib/identifier";
import { Button } from "../../shared/ui/Button";
import { ErrorSummary } from "../../shared/ui/ErrorSummary";
import { controlLook, Field } from "../../shared/ui/Field";
import { FIELDS, missingIn, sentOf, typedOf, type Address, type Name } from "./address";
import { Leaving } from "./leaving";

type Wrong = Partial<Record<Name, string>>;
const COUNTRIES = countriesOf({ countries: [] });

interface Properties {
  address?: Address;
  onSaved: () => Promise<void>;
  onCancel: () => void;
}

export function AddressForm({ address, onSaved, onCancel }: Properties) {
  const { t } = useTranslation("account");
  const before = typedOf(address, market.countries.length === 1 ? (market.countries[0] ?? "") : "");
  const [typed, setTyped] = useState(before);
  const [isDefault, setDefault] = useState(false);
  const [wrong, setWrong] = useState<Wrong>({});
  useEffect(() => document.getElementById("address-recipient")?.focus(), []);
  const save = useMutation<unknown, Problem>({
    mutationFn: () => {
      const sent = sentOf(typed);
      const body = { ...sent, phone: sent.phone && identifierOf(sent.phone, [sent.country]), ...(isDefault && { is_default: true }) };
      return address
        ? api.PATCH("/api/accounts/addresses/{address_id}/", { params: { path: { address_id: address.id } }, body })
        : api.POST("/api/accounts/addresses/", { body });
    },
    onSuccess: onSaved,
    onError: ({ fields }) => setWrong(Object.fromEntries(FIELDS.flatMap((name) => (fields.has(name) ? [[name, fields.get(name)]] : [])))),
  });
  const submit = () => {
    const found = Object.fromEntries(missingIn(typed).map((name) => [name, t(`addresses.errors.${name}`)]));
    setWrong(found);
    if (Object.keys(found).length === 0 && !save.isPending) save.mutate();
  };
  const type = (name: Name, text: string) => {
    setTyped({ ...typed, [name]: text });
    setWrong(({ [name]: _, ...others }) => others);
  };
  const field = (name: Name, autoComplete: string) => ({
    id: `address-${name}`,
    label: t(`addresses.fields.${name}`),
    autoComplete,
    value: typed[name],
    error: wrong[name],
    dir: "auto" as const,
    onChange: (event: { target: { value: string } }) => type(name, event.target.value),
  });
  const isChanged = FIELDS.some((name) => typed[name] !== before[name]);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2 className="heading-20 mb-4">{address ? t("addresses.editTitle") : t("addresses.addTitle")}</h2>
      <ErrorSummary errors={Object.entries(wrong).map(([name, text]) => ({ id: `address-${name}`, text }))} />
      <div className="grid gap-5 md:grid-cols-2">
        <Field {...field("recipient", "name")} required />
        <Field {...field("label", "off")} hint={t("addresses.labelHint")} />
        <div className="md:col-span-2">
          <label htmlFor="address-country" className="mb-1 block font-[560]">
            {t("addresses.fields.country")}
          </label>
          <select
            id="address-country"
            autoComplete="country"
            className={controlLook}
            value={typed.country}
            aria-invalid={wrong.country ? true : undefined}
            aria-describedby={wrong.country ? "address-country-error" : undefined}
            onChange={(event) => type("country", event.target.value)}
          >
            <option value="">{t("addresses.chooseCountry")}</option>
            {COUNTRIES.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
          {wrong.country && (
            <p id="address-country-error" className="mt-1 text-14 text-bad">
              {wrong.country}
            </p>
          )}
        </div>
        <Field {...field("line1", "address-line1")} className="md:col-span-2" required />
        <Field {...field("line2", "address-line2")} className="md:col-span-2" />
        <Field {...field("city", "address-level2")} required />
        <Field {...field("postal_code", "postal-code")} isLatin />
        <Field {...field("region", "address-level1")} />
        <Field {...field("phone", "tel")} hint={t("addresses.phoneHint")} type="tel" inputMode="tel" isLatin />
      </div>
      {!address?.is_default && (
        <label className="mt-5 flex min-h-11 items-center gap-3">
          <input type="checkbox" className="size-5 accent-ink" checked={isDefault} onChange={(event) => setDefault(event.target.checked)} />
          {t("addresses.makeDefault")}
        </label>
      )}
      {save.isError && Object.keys(wrong).length === 0 && (
        <p role="alert" className="mt-4 text-bad">
          {save.error.detail || t("unreachable")}
        </p>
      )}
      <div className="mt-6 flex flex-wrap gap-2">
        <Button type="submit" isBusy={save.isPending || save.isSuccess} busyLabel={t("saving")}>
          {t("save")}
        </Button>
        <Button look="quiet" className="min-h-12" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
      <Leaving isUnsaved={isChanged && !save.isSuccess} />
    </form>
  );
}
