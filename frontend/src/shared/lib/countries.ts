import { boot } from "../boot";

const names = new Intl.DisplayNames([boot.language], { type: "region", fallback: "code" });

/** The name of a country by its ISO code, in the reader's language. */
export function countryName(code: string): string {
  return names.of(code) ?? code;
}
