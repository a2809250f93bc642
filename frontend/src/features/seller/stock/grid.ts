/** The stock grid without a screen: what was typed, what of it is wrong, what is to be saved. */
import type { components } from "../../../shared/api/schema";
import { decimalsOf, fieldFactor, latinDigits } from "../../../shared/lib/format";

export type Item = components["schemas"]["ItemOutput"];
type Row = components["schemas"]["GridRowInputRequest"];

export const COLUMNS = ["stock", "threshold", "price"] as const;
export type Column = (typeof COLUMNS)[number];
/** What was typed, by "offer column"; a cell without an entry shows what is saved. */
export type Typed = Readonly<Record<string, string>>;
export type Wrong = "whole" | "amount" | "large";

export const MOST_STOCK = 1_000_000;
const LARGEST = 10 ** 15;

export const cell = (item: string, column: Column): string => `${item} ${column}`;

/** A price as its field shows it: `12.50`; in tomans for Persian readers of rials. */
export function priceText(minor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const value = minor / 10 ** decimals / fieldFactor(currency);
  return fieldFactor(currency) === 1 ? value.toFixed(decimals) : String(value);
}

/** The minor units that a field's text says; undefined where it is no amount of the currency. */
export function priceMinor(text: string, currency: string): number | undefined {
  const plain = latinDigits(text).replace(/[\s,](?=\d{3}(\D|$))/g, "").trim();
  if (!/^\d{1,15}(\.\d{1,2})?$/.test(plain)) return undefined;
  const exact = Number(plain) * fieldFactor(currency) * 10 ** decimalsOf(currency);
  const minor = Math.round(exact);
  return minor >= 1 && Math.abs(exact - minor) < 1e-6 ? minor : undefined;
}

const whole = (text: string): number | undefined => {
  const plain = latinDigits(text).trim();
  return /^\d{1,9}$/.test(plain) ? Number(plain) : undefined;
};

export function savedText(item: Item, column: Column): string {
  if (column === "stock") return String(item.stock);
  if (column === "threshold") return String(item.low_stock_threshold);
  return priceText(item.price.minor, item.price.currency);
}

export function wrongOf(item: Item, column: Column, text: string): Wrong | null {
  if (column === "price") {
    const minor = priceMinor(text, item.price.currency);
    return minor === undefined ? "amount" : minor > LARGEST ? "large" : null;
  }
  const count = whole(text);
  return count === undefined ? "whole" : count > MOST_STOCK ? "large" : null;
}

/** With a cell's new text; one that says what is saved is no change. */
export function typedWith(typed: Typed, item: Item, column: Column, text: string): Typed {
  const name = cell(item.id, column);
  if (text.trim() !== savedText(item, column)) return { ...typed, [name]: text };
  return Object.fromEntries(Object.entries(typed).filter(([other]) => other !== name));
}

/** A piece of a sheet, its first cell put at this one; columns and rows beyond the grid are left out. */
export function typedWithSheet(typed: Typed, items: Item[], text: string, row: number, column: Column): Typed {
  const start = COLUMNS.indexOf(column);
  let next = typed;
  text.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, down) => {
    const item = items[row + down];
    if (!item) return;
    line.split("\t").forEach((value, across) => {
      const there = COLUMNS[start + across];
      if (there && value.trim()) next = typedWith(next, item, there, value.trim());
    });
  });
  return next;
}

/** The rows to send, each with all its changes and the version that they were made on. */
export function rowsOf(typed: Typed, items: Item[]): Row[] {
  return items.flatMap((item) => {
    const [stock, threshold, price] = COLUMNS.map((column) => typed[cell(item.id, column)]);
    if (stock === undefined && threshold === undefined && price === undefined) return [];
    return [
      {
        item: item.id,
        version: item.version,
        ...(stock !== undefined && { stock: whole(stock) as number }),
        ...(threshold !== undefined && { low_stock_threshold: whole(threshold) as number }),
        ...(price !== undefined && { price_minor: priceMinor(price, item.price.currency) as number }),
      },
    ];
  });
}
