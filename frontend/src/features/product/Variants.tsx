import clsx from "clsx";
import { useTranslation } from "react-i18next";

import { axesOf, isSoldOut, nearestWith, variantWith, type Product, type Variant } from "./choice";

interface Properties {
  product: Product;
  variant: Variant;
  onChoose: (sku: string) => void;
}

const option =
  "relative flex min-h-11 items-center gap-2 rounded-control border border-field px-3 has-checked:border-ink has-checked:bg-cta has-checked:text-on-cta has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink";

/** A group of radio buttons for each property in which the variants differ, or one for their names. */
export function Variants({ product, variant, onChoose }: Properties) {
  const { t } = useTranslation();
  const { variants } = product;
  if (variants.length < 2) return null;
  const axes = axesOf(variants);
  if (axes.length === 0) {
    return (
      <Group title={t("product.variant")}>
        {variants.map((one) => (
          <Option key={one.id} group="variant" label={one.name || one.sku} isChosen={one.id === variant.id} note={isSoldOut(one) ? t("stock.soldOut") : ""} onChoose={() => onChoose(one.sku)} />
        ))}
      </Group>
    );
  }
  return axes.map(({ code, name, values }) => (
    <Group key={code} title={name}>
      {values.map(({ value, label, colour }) => {
        const exact = variantWith(variants, variant, axes, code, value);
        const nearest = exact ?? nearestWith(variants, variant, axes, code, value);
        const note = exact ? (isSoldOut(exact) ? t("stock.soldOut") : "") : t("product.notMade");
        return (
          <Option
            key={value}
            group={code}
            label={label}
            colour={colour}
            isChosen={variant.attributes.some((one) => one.code === code && one.value === value)}
            isMade={exact !== undefined || axes.length === 1}
            note={note}
            onChoose={() => nearest && onChoose(nearest.sku)}
          />
        );
      })}
    </Group>
  ));
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <fieldset className="mt-6">
      <legend className="mb-2 font-[560]">
        <bdi>{title}</bdi>
      </legend>
      <div className="flex flex-wrap gap-2">{children}</div>
    </fieldset>
  );
}

interface OptionProperties {
  group: string;
  label: string;
  colour?: string;
  isChosen: boolean;
  isMade?: boolean;
  note: string;
  onChoose: () => void;
}

function Option({ group, label, colour, isChosen, isMade = true, note, onChoose }: OptionProperties) {
  return (
    <label className={clsx(option, isMade ? "cursor-pointer" : "cursor-not-allowed border-dashed text-ink-3")} title={isMade ? undefined : note}>
      <input type="radio" name={`variant-${group}`} className="absolute inset-0 cursor-[inherit] opacity-0" checked={isChosen} disabled={!isMade} onChange={onChoose} />
      {colour && <span aria-hidden className="size-5 rounded-full border border-field" style={{ backgroundColor: colour }} />}
      <bdi>{label}</bdi>
      {note && <span className="text-14">({note})</span>}
    </label>
  );
}
