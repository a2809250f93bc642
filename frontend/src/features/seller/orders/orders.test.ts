import { describe, expect, it } from "vitest";

import { countOf, dueWord, pasted, TABS, tabOf } from "./orders";

describe("tabs", () => {
  const tabs = { to_ship: 7, needs_action: 1, waiting: 2, shipped: 5, delivered: 40, cancelled: 3 };

  it("add up to all orders", () => {
    expect(countOf(tabs, "all")).toBe(58);
    expect(TABS.map((tab) => countOf(tabs, tab))).toEqual([7, 1, 2, 5, 40, 3]);
  });

  it("begin with what is to be sent, also for an address that says nonsense", () => {
    expect([tabOf(null), tabOf("nonsense"), tabOf("all"), tabOf("shipped")]).toEqual(["to_ship", "to_ship", "all", "shipped"]);
  });
});

describe("tracking numbers from a sheet", () => {
  const numbers = ["SO-1", "SO-2", "SO-3"];

  it("in one column fill the orders downwards from where they are pasted", () => {
    expect([...pasted("AA11\r\nBB22\r\n", numbers, 1)]).toEqual([["SO-2", "AA11"], ["SO-3", "BB22"]]);
  });

  it("in two columns find their orders, in any order and any case", () => {
    expect([...pasted("so-3\tCC33\nSO-1\tAA11\nSO-9\tXX", numbers, 2)]).toEqual([["SO-3", "CC33"], ["SO-1", "AA11"]]);
  });

  it("beyond the last order, or of nothing, are left out", () => {
    expect([...pasted("A\nB\nC", numbers, 2)]).toEqual([["SO-3", "A"]]);
    expect(pasted("\n \n", numbers, 0).size).toBe(0);
  });
});

describe("when a parcel has to leave", () => {
  const now = new Date("2026-11-25T20:00:00Z");
  const words = (due: "overdue" | "today" | "later" | "", ship_by: string | null) => dueWord({ due, ship_by }, now);

  it("is said in words", () => {
    expect(words("overdue", "2026-11-24T23:59:59.999999Z")).toEqual({ key: "overdue", day: "2026-11-24" });
    expect(words("today", "2026-11-25T23:59:59.999999Z")).toEqual({ key: "today", day: "2026-11-25" });
    expect(words("later", "2026-11-26T23:59:59.999999Z")).toEqual({ key: "tomorrow", day: "2026-11-26" });
    expect(words("later", "2026-11-30T23:59:59.999999Z")).toEqual({ key: "on", day: "2026-11-30" });
    expect(words("", null)).toBeNull();
  });
});
