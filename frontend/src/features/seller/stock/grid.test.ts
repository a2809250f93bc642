import { describe, expect, it } from "vitest";

import { cell, priceMinor, priceText, rowsOf, typedWith, typedWithSheet, wrongOf, type Item } from "./grid";

const item = (id: string, stock = 5): Item =>
  ({ id, stock, low_stock_threshold: 3, price: { minor: 8900, currency: "USD", amount: "89.00" }, version: 4 }) as Item;

describe("a sheet that is pasted", () => {
  const items = [item("a"), item("b"), item("c")];

  it("fills two columns downwards from the cell that it is put into", () => {
    const typed = typedWithSheet({}, items, "12\t4\r\n0\t5\r\n", 1, "stock");
    expect(typed).toEqual({ [cell("b", "stock")]: "12", [cell("b", "threshold")]: "4", [cell("c", "stock")]: "0", [cell("c", "threshold")]: "5" });
  });

  it("stops at the edges of the grid and skips what is empty", () => {
    expect(typedWithSheet({}, items, "9.50\tx\n\n7", 2, "price")).toEqual({ [cell("c", "price")]: "9.50" });
  });
});

describe("what was typed", () => {
  it("is no change when it says what is saved", () => {
    const typed = typedWith({}, item("a"), "stock", "7");
    expect(typed).toEqual({ [cell("a", "stock")]: "7" });
    expect(typedWith(typed, item("a"), "stock", "5")).toEqual({});
  });

  it("says why it cannot be", () => {
    expect(["-1", "1.5", "x", "", "2000000", "۱۲"].map((text) => wrongOf(item("a"), "stock", text))).toEqual(["whole", "whole", "whole", "whole", "large", null]);
    expect(["0", "1.234", "free", "1,250.50"].map((text) => wrongOf(item("a"), "price", text))).toEqual(["amount", "amount", "amount", null]);
  });

  it("is sent as one row for each offer, with the version it was made on", () => {
    const typed = { [cell("a", "stock")]: "7", [cell("a", "price")]: "79.5", [cell("b", "threshold")]: "0" };
    expect(rowsOf(typed, [item("a"), item("b"), item("c")])).toEqual([
      { item: "a", version: 4, stock: 7, price_minor: 7950 },
      { item: "b", version: 4, low_stock_threshold: 0 },
    ]);
  });
});

describe("prices", () => {
  it("are read back as they are shown", () => {
    for (const [minor, currency] of [[8900, "USD"], [1, "EUR"], [1_250_000, "VND"], [48_500_000, "IRR"]] as const) {
      expect(priceMinor(priceText(minor, currency), currency)).toBe(minor);
    }
    expect(priceMinor("12.5", "VND")).toBeUndefined();
  });
});
