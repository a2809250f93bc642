/** What the server knew when it wrote the page: who looks, in which words and prices, and the first answers of the API. */
import type { components } from "./api/schema";

export type Language = "en" | "fa" | "vi" | "id";
export type Theme = "auto" | "light" | "dark";
export type Market = components["schemas"]["MarketOutput"];

export interface Person {
  id: string;
  name: string;
  /** Sells somewhere: the seller console is open to them. */
  is_seller: boolean;
  is_staff: boolean;
}

export interface Boot {
  site: string;
  language: Language;
  languages: { code: Language; name: string }[];
  /** "/fa" where the address names the language, else "". */
  prefix: string;
  theme: Theme;
  market: string;
  markets: Market[];
  person: Person | null;
  csrf_cookie: string;
  /** Answers to the reads that this page begins with: [address, body]. */
  answers: [string, unknown][];
}

function read(): Boot {
  const text = document.getElementById("boot")?.textContent;
  if (!text) throw new Error("The page came without its facts: no element with the id boot.");
  return JSON.parse(text) as Boot;
}

export const boot: Boot = read();

const answers = new Map(boot.answers);

/** The answer that came with the page, once: later visits ask again. */
export function answerOfPage<T>(address: string): T | undefined {
  return answers.get(address) as T | undefined;
}

export const market: Market = boot.markets.find((one) => one.code === boot.market) ?? (boot.markets[0] as Market);
