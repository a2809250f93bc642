import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import { market } from "../../shared/boot";
import { useCartRemove, type Cart } from "../../shared/cart";
import { countriesOf } from "../../shared/lib/countries";
import { latinDigits, number } from "../../shared/lib/format";
import { to } from "../../shared/routes";
import { Button } from "../../shared/ui/Button";
import { ErrorSummary } from "../../shared/ui/ErrorSummary";
import { controlLook, Field } from "../../shared/ui/Field";
import { Price } from "../../shared/ui/Price";
import { Bar, Failure } from "../../shared/ui/states";
import { placeOf, useAddresses } from "./addresses";
import { chosenQuotes, useDeliveries, type StoreQuotes } from "./delivery";
import { change, finish, useDraft, type Address } from "./draft";

type Wrong = Partial<Record<keyof Address, string>>;
const NEEDED = ["line1", "city", "country"] as const;

export function DeliveryStep({ cart }: { cart: Cart }) {
  const { t } = useTranslation("checkout");
  const navigate = useNavigate();
  const draft = useDraft();
  const addresses = useAddresses();
  const [wrong, setWrong] = useState<Wrong>({});
  const usesBook = addresses.some(({ id }) => id === draft.addressId);
  const deliveries = useDeliveries(cart, placeOf(draft, addresses));
  const unreachable = (deliveries.data ?? []).filter(({ quotes }) => quotes.length === 0);

  const submit = () => {
    const found: Wrong = {};
    if (!usesBook) for (const field of NEEDED) if (!draft.address[field].trim()) found[field] = t(`errors.${field}`);
    setWrong(found);
    if (Object.keys(found).length > 0 || !deliveries.data || unreachable.length > 0) return;
    const recipient = draft.address.recipient || draft.contact.name;
    const phone = latinDigits(draft.address.phone || draft.contact.phone);
    const address = { ...draft.address, recipient, phone, postal_code: latinDigits(draft.address.postal_code) };
    const shipping = Object.fromEntries([...chosenQuotes(deliveries.data, draft.shipping)].map(([slug, { code }]) => [slug, code]));
    finish("delivery", { address, shipping });
    void navigate(to.checkout("payment"));
  };

  return (
    <form
      noValidate
      className="max-w-2xl"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ErrorSummary errors={Object.entries(wrong).map(([field, text]) => ({ id: `address-${field}`, text }))} />
      {addresses.length > 0 && <Book />}
      {!usesBook && <AddressFields wrong={wrong} onCorrected={(field) => setWrong(({ [field]: _, ...others }) => others)} />}
      <section className="mt-8" aria-labelledby="services">
        <h2 id="services" className="heading-20">
          {t("services")}
        </h2>
        {deliveries.fetchStatus === "idle" && deliveries.isPending && <p className="mt-2 text-ink-2">{t("servicesLater")}</p>}
        {deliveries.isLoading && <Bar className="mt-3 h-24" />}
        {deliveries.isError && <Failure problem={deliveries.error} onRetry={() => void deliveries.refetch()} what={t("services")} />}
        {deliveries.data?.map((one) => (
          <Parcel key={one.store.id} cart={cart} delivery={one} chosen={chosenQuotes([one], draft.shipping).get(one.store.slug)?.code ?? ""} />
        ))}
      </section>
      <Button type="submit" className="mt-8" reason={unreachable.length > 0 ? t("errors.unreachable") : undefined}>
        {t("continueToPayment")}
      </Button>
    </form>
  );
}

/** Saved addresses come first; "another one" opens the form. */
function Book() {
  const { t } = useTranslation("checkout");
  const { addressId } = useDraft();
  const addresses = useAddresses();
  const known = addresses.some(({ id }) => id === addressId);
  return (
    <fieldset className="mb-6">
      <legend className="mb-2 font-[560]">{t("savedAddresses")}</legend>
      {addresses.map((one) => (
        <label key={one.id} className="flex min-h-11 items-start gap-3 border-b border-line py-3">
          <input type="radio" name="address" className="mt-1 size-5 accent-ink" checked={one.id === addressId} onChange={() => change({ addressId: one.id })} />
          <span>
            <span className="font-[560]">
              <bdi>{one.label || one.recipient}</bdi>
            </span>
            <span className="block text-ink-2">
              <bdi>{[one.line1, one.line2, one.city, one.region, one.postal_code].filter(Boolean).join(", ")}</bdi>
            </span>
          </span>
        </label>
      ))}
      <label className="flex min-h-11 items-center gap-3 border-b border-line py-3">
        <input type="radio" name="address" className="size-5 accent-ink" checked={!known} onChange={() => change({ addressId: "" })} />
        {t("anotherAddress")}
      </label>
    </fieldset>
  );
}

function AddressFields({ wrong, onCorrected }: { wrong: Wrong; onCorrected: (field: keyof Address) => void }) {
  const { t } = useTranslation("checkout");
  const { address, contact } = useDraft();
  const countries = countriesOf(market);
  const type = (field: keyof Address, text: string) => {
    change({ address: { ...address, [field]: text } });
    onCorrected(field);
  };
  if (countries.length === 1 && countries[0] && address.country !== countries[0].code) {
    queueMicrotask(() => change({ address: { ...address, country: countries[0]?.code ?? "" } }));
  }
  const field = (name: Exclude<keyof Address, "phone">, autoComplete: string) => ({
    id: `address-${name}`,
    label: t(`address.${name}`),
    autoComplete,
    value: address[name],
    error: wrong[name],
    dir: "auto" as const,
    onChange: (event: { target: { value: string } }) => type(name, event.target.value),
  });
  return (
    <div className="grid gap-5 md:grid-cols-2">
      <Field {...field("recipient", "shipping name")} value={address.recipient || contact.name} className="md:col-span-2" />
      {countries.length > 1 && (
        <div className="md:col-span-2">
          <label htmlFor="address-country" className="mb-1 block font-[560]">
            {t("address.country")}
          </label>
          <select
            id="address-country"
            autoComplete="shipping country"
            className={controlLook}
            value={address.country}
            aria-invalid={wrong.country ? true : undefined}
            aria-describedby={wrong.country ? "address-country-error" : undefined}
            onChange={(event) => type("country", event.target.value)}
          >
            <option value="">{t("address.chooseCountry")}</option>
            {countries.map(({ code, name }) => (
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
      )}
      <Field {...field("line1", "shipping address-line1")} className="md:col-span-2" />
      <Field {...field("line2", "shipping address-line2")} className="md:col-span-2" />
      <Field {...field("city", "shipping address-level2")} />
      <Field {...field("postal_code", "shipping postal-code")} inputMode="text" isLatin dir="ltr" />
      <Field {...field("region", "shipping address-level1")} />
    </div>
  );
}

/** One store's parcel: how it may travel, or which lines keep it from travelling. */
function Parcel({ cart, delivery, chosen }: { cart: Cart; delivery: StoreQuotes; chosen: string }) {
  const { t } = useTranslation("checkout");
  const { shipping } = useDraft();
  const remove = useCartRemove();
  const { store, quotes } = delivery;
  const lines = cart.stores.find((one) => one.store.id === store.id)?.lines ?? [];
  return (
    <fieldset className="mt-4 border-t border-line pt-3">
      <legend className="float-start w-full font-[560]">
        <bdi>{t("parcelOf", { shop: store.name })}</bdi>
      </legend>
      <div className="clear-both">
        {quotes.map(({ code, courier, name, price, min_days, max_days }) => (
          <label key={code} className="flex min-h-11 items-center gap-3 py-2">
            <input type="radio" name={`service-${store.slug}`} className="size-5 accent-ink" checked={chosen === code} onChange={() => change({ shipping: { ...shipping, [store.slug]: code } })} />
            <span className="flex-1">
              <bdi>
                {courier} · {name}
              </bdi>
              <span className="block text-14 text-ink-2">{t("days", { from: number(min_days), to: number(max_days) })}</span>
            </span>
            <Price amount={price} />
          </label>
        ))}
        {quotes.length === 0 && (
          <div className="border-s-3 border-bad ps-4">
            <p>{t("undeliverable", { shop: store.name })}</p>
            <ul>
              {lines.map((line) => (
                <li key={line.id} className="flex items-center justify-between gap-4">
                  <Link to={to.product(line.product.slug)} className="underline underline-offset-4">
                    <bdi>{line.product.name}</bdi>
                  </Link>
                  <Button look="text" onClick={() => remove.mutate({ lineId: line.id })}>
                    {t("removeItem")}
                  </Button>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </fieldset>
  );
}
