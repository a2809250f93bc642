import { expect, it } from "vitest";

import type { Cart } from "../../shared/cart";
import { cheapest, chosenQuotes, totalWith, type Quote, type StoreQuotes } from "./delivery";

const quote = (code: string, minor: number) => ({ code, price: { minor, currency: "USD" } }) as Quote;
const north = { store: { slug: "north" }, quotes: [quote("fast", 900), quote("slow", 400)] } as unknown as StoreQuotes;
const south = { store: { slug: "south" }, quotes: [quote("van", 250)] } as unknown as StoreQuotes;
const nowhere = { store: { slug: "nowhere" }, quotes: [] } as unknown as StoreQuotes;
const cart = (...slugs: string[]) => ({ currency: "USD", total: { minor: 10_001 }, stores: slugs.map((slug) => ({ store: { slug } })) }) as unknown as Cart;

it("the cheapest service is the one that is taken where nobody chose", () => {
  expect(cheapest(north.quotes)?.code).toBe("slow");
  expect(cheapest([])).toBeUndefined();
  expect([...chosenQuotes([north, south], {}).values()].map(({ code }) => code)).toEqual(["slow", "van"]);
});

it("a choice is kept, one that is no longer offered is not", () => {
  expect(chosenQuotes([north], { north: "fast" }).get("north")?.code).toBe("fast");
  expect(chosenQuotes([north], { north: "gone" }).get("north")?.code).toBe("slow");
});

it("the total is goods and every parcel, to the minor unit", () => {
  expect(totalWith(cart("north", "south"), chosenQuotes([north, south], { north: "fast" }))).toEqual({ minor: 11_151, currency: "USD" });
});

it("there is no total while a parcel cannot be delivered", () => {
  expect(totalWith(cart("north", "nowhere"), chosenQuotes([north, nowhere], {}))).toBeNull();
});
