/** Amounts, numbers and moments as readers of each language write them; the same words as the mails (core/formats.py). */
import { boot, type Language } from "../boot";

export interface Amount {
  /** Integer minor units of the currency. */
  minor: number;
  currency: string;
}

interface CurrencyFacts {
  decimals: number;
  /** Persian readers count rials in tomans. */
  toman?: boolean;
}

const CURRENCIES: Record<string, CurrencyFacts> = {
  USD: { decimals: 2 },
  EUR: { decimals: 2 },
  IRR: { decimals: 0, toman: true },
  VND: { decimals: 0 },
  IDR: { decimals: 0 },
};
const LOCALES: Record<Language, string> = { en: "en-GB", fa: "fa-IR", vi: "vi-VN", id: "id-ID" };
const PERSIAN_NAMES: Record<string, string> = { USD: "دلار", EUR: "یورو", VND: "دونگ", IDR: "روپیه", IRR: "ریال" };

export function decimalsOf(currency: string): number {
  return CURRENCIES[currency]?.decimals ?? 2;
}

/** `12,500` in English, `12.500` in Vietnamese and Indonesian, `۱۲٬۵۰۰` in Persian. */
export function number(value: number, language: Language = boot.language): string {
  return new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 3 }).format(value);
}

/** `$12.50` in English, `12,50 US$` in Vietnamese, `US$ 12,50` in Indonesian, `۱۲٫۵۰ دلار` in Persian. */
export function money({ minor, currency }: Amount, language: Language = boot.language): string {
  const { decimals, toman = false } = CURRENCIES[currency] ?? { decimals: 2 };
  if (language === "fa") {
    const value = toman ? minor / 10 : minor / 10 ** decimals;
    const digits = toman ? { maximumFractionDigits: 1 } : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    return `${new Intl.NumberFormat("fa-IR", digits).format(value)} ${toman ? "تومان" : (PERSIAN_NAMES[currency] ?? currency)}`;
  }
  return new Intl.NumberFormat(LOCALES[language], {
    style: "currency",
    currency,
    currencyDisplay: language === "en" ? "narrowSymbol" : "symbol",
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(minor / 10 ** decimals);
}

/** What a price field of a filter is given in: tomans for Persian readers of rials. */
export function fieldFactor(currency: string, language: Language = boot.language): number {
  return language === "fa" && CURRENCIES[currency]?.toman ? 10 : 1;
}

/** `25 November 2026`; in Persian by the Solar Hijri calendar, `۴ آذر ۱۴۰۵`. */
export function day(moment: string | Date, language: Language = boot.language): string {
  return new Intl.DateTimeFormat(LOCALES[language], { day: "numeric", month: "long", year: "numeric" }).format(new Date(moment));
}

/** The day and the time, in the reader's time zone. */
export function moment(value: string | Date, language: Language = boot.language): string {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", timeStyle: "short" }).format(new Date(value));
}

/** Digits of any script as the Latin ones that the API reads: people type what their keyboard has. */
export function latinDigits(text: string): string {
  return text.replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 0xf)).replaceAll("٫", ".").replaceAll("٬", "");
}

/** `65% · hot-swap`: facts of one line, in their own order. */
export function specification(values: (string | null | undefined)[]): string {
  return values.filter(Boolean).join(" · ");
}
