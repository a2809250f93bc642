import { describe, expect, it } from "vitest";

import { axesOf, isSoldOut, nearestWith, offerOf, ranked, variantOf, variantWith, type Offer, type Product, type Variant } from "./choice";

const offer = (item_id: string, minor: number, is_available = true) => ({ item_id, is_available, price: { minor, currency: "USD", amount: "" } }) as Offer;
const variant = (sku: string, values: Record<string, string>, offers: Offer[] = []) =>
  ({ id: sku, sku, name: sku, offers, attributes: Object.entries(values).map(([code, value]) => ({ code, name: code, value, option: null, unit: "", colour: "" })) }) as unknown as Variant;

const red65 = variant("R65", { colour: "red", layout: "65" }, [offer("a", 900), offer("b", 800, false)]);
const red75 = variant("R75", { colour: "red", layout: "75" }, [offer("c", 700, false)]);
const blue65 = variant("B65", { colour: "blue", layout: "65" });
const all = [red65, red75, blue65];
const axes = axesOf(all);

describe("the variant of an address", () => {
  const product = { item_id: "c", variants: all } as unknown as Product;
  it("is the one it names", () => expect(variantOf(product, "B65")).toBe(blue65));
  it("is the one of the best offer where it names none, or none that is made", () => {
    expect(variantOf(product, null)).toBe(red75);
    expect(variantOf(product, "gone")).toBe(red75);
  });
});

describe("the offer", () => {
  it("in stock comes before a cheaper one that is sold out", () => {
    expect(offerOf(red65, null)?.item_id).toBe("a");
    expect(ranked(red65.offers).map(({ item_id }) => item_id)).toEqual(["a", "b"]);
  });
  it("is the one that was chosen, even when it is sold out", () => expect(offerOf(red65, "b")?.item_id).toBe("b"));
});

describe("the choices", () => {
  it("are the attributes in which variants differ", () => expect(axes.map(({ code }) => code)).toEqual(["colour", "layout"]));
  it("are none where attributes do not tell the variants apart", () => expect(axesOf([red65, { ...red65, id: "x", sku: "x" }])).toEqual([]));
  it("keep what else was chosen, and say what is not made", () => {
    expect(variantWith(all, red65, axes, "layout", "75")).toBe(red75);
    expect(variantWith(all, blue65, axes, "layout", "75")).toBeUndefined();
    expect(nearestWith(all, blue65, axes, "layout", "75")).toBe(red75);
  });
  it("that are sold out are told from those that are not", () => expect(all.map(isSoldOut)).toEqual([false, true, true]));
});
