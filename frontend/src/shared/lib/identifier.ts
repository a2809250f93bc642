/** What people type to say who they are: an e-mail address, a phone number, or the name they chose. */
import { latinDigits } from "./format";

export type Kind = "email" | "phone" | "username";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^\+?[\d\s().-]{6,24}$/;
const USERNAME = /^[a-z][a-z0-9._-]{2,39}$/i;
// A number that begins with 0 is a number of the market's own country.
const CALLING: Record<string, string> = { IR: "98", VN: "84", ID: "62" };

/** Nothing, where the text can be none of the three. */
export function kindOf(text: string): Kind | null {
  const typed = latinDigits(text).trim();
  if (EMAIL.test(typed)) return "email";
  if (PHONE.test(typed)) return "phone";
  return USERNAME.test(typed) ? "username" : null;
}

/** The text as the API reads it: Latin digits, and a phone number with its country code, if `countries` tells it. */
export function identifierOf(text: string, countries: string[] = []): string {
  const typed = latinDigits(text).trim();
  if (kindOf(typed) !== "phone") return typed;
  const digits = typed.replace(/[^\d+]/g, "").replace(/^00/, "+");
  const calling = countries.length === 1 ? CALLING[countries[0] ?? ""] : undefined;
  return calling && digits.startsWith("0") ? `+${calling}${digits.slice(1)}` : digits;
}
