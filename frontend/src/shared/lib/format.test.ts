import { describe, expect, it } from "vitest";

import { day, fieldFactor, latinDigits, money, number } from "./format";

const shown = (text: string) => text.replace(/[\u00a0\u202f\u200e\u200f]/g, " ").trim();

describe("money", () => {
  it.each([
    ["en", { minor: 1250, currency: "USD" }, "$12.50"],
    ["en", { minor: 89000, currency: "VND" }, "₫89,000"],
    ["vi", { minor: 1_250_000, currency: "VND" }, "1.250.000 ₫"],
    ["id", { minor: 1_250_000, currency: "IDR" }, "Rp 1.250.000"],
    ["fa", { minor: 48_500_000, currency: "IRR" }, "۴٬۸۵۰٬۰۰۰ تومان"],
    ["fa", { minor: 48_500_005, currency: "IRR" }, "۴٬۸۵۰٬۰۰۰٫۵ تومان"],
    ["fa", { minor: 1250, currency: "USD" }, "۱۲٫۵۰ دلار"],
    ["en", { minor: 0, currency: "EUR" }, "€0.00"],
    ["en", { minor: -501, currency: "USD" }, "-$5.01"],
  ] as const)("in %s of %o is %s", (language, amount, expected) => {
    expect(shown(money(amount, language))).toBe(expected);
  });

  it("never loses a minor unit of an amount that people can pay", () => {
    for (const minor of [1, 99, 100, 101, 123_456_789, 9_999_999_999]) {
      const digits = money({ minor, currency: "USD" }, "en").replace(/\D/g, "");
      expect(Number(digits)).toBe(minor);
    }
  });
});

describe("dates", () => {
  it.each([
    ["en", "25 November 2026"],
    ["vi", "25 tháng 11, 2026"],
    ["id", "25 November 2026"],
    ["fa", "۴ آذر ۱۴۰۵"],
  ] as const)("in %s", (language, expected) => {
    expect(day(new Date(2026, 10, 25, 12), language)).toBe(expected);
  });
});

it("groups numbers as each language does", () => {
  expect([number(12_500, "en"), number(12_500, "vi"), number(12_500, "id"), number(12_500, "fa")]).toEqual([
    "12,500",
    "12.500",
    "12.500",
    "۱۲٬۵۰۰",
  ]);
});

it("reads the digits that people have on their keyboards", () => {
  expect(latinDigits("۱۲۳٬۴۵۶٫۷")).toBe("123456.7");
  expect(latinDigits("٤٥٦ abc")).toBe("456 abc");
});

it("takes a price in tomans from Persian readers of rials, and only from them", () => {
  expect([fieldFactor("IRR", "fa"), fieldFactor("IRR", "en"), fieldFactor("USD", "fa")]).toEqual([10, 1, 1]);
});
