import type { components } from "../../shared/api/schema";
import { latinDigits } from "../../shared/lib/format";

export type Address = components["schemas"]["AddressOutput"];
export const FIELDS = ["label", "recipient", "phone", "line1", "line2", "city", "postal_code", "region", "country"] as const;
export type Name = (typeof FIELDS)[number];
export type Typed = Record<Name, string>;
export const NEEDED = ["recipient", "line1", "city", "country"] as const;

export function typedOf(address: Address | undefined, country: string): Typed {
  return Object.fromEntries(FIELDS.map((name) => [name, address?.[name] ?? (name === "country" ? country : "")])) as Typed;
}

/** As it is sent: without blanks around, and with digits that every courier reads. */
export function sentOf(typed: Typed): Typed {
  const sent = Object.fromEntries(FIELDS.map((name) => [name, typed[name].trim()])) as Typed;
  return { ...sent, phone: latinDigits(sent.phone), postal_code: latinDigits(sent.postal_code) };
}

export function missingIn(typed: Typed): (typeof NEEDED)[number][] {
  return NEEDED.filter((name) => !typed[name].trim());
}
