import { describe, expect, it } from "vitest";

import { canCancel, currentOf, isMoving, stationsOf, type Order, type Parcel } from "./timeline";

const parcel = (status: string) => ({ status, shipped_at: "2026-11-02", delivered_at: null }) as unknown as Parcel;
const order = (status: string, parcels: string[] = [], cash = false) =>
  ({ status, placed_at: "2026-11-01", paid_at: cash ? null : "2026-11-01", is_cash_on_delivery: cash, store_orders: parcels.map(parcel) }) as unknown as Order;

describe("the way of a parcel", () => {
  it.each([
    ["PENDING", "placed"],
    ["PAID", "paid"],
    ["PROCESSING", "packed"],
    ["SHIPPED", "shipped"],
    ["DELIVERED", "delivered"],
    ["COMPLETED", "delivered"],
  ])("%s stands at %s", (status, step) => {
    expect(currentOf(stationsOf(order(status), parcel(status)))).toBe(step);
  });

  it("that is paid at the door has no paid before the door", () => {
    expect(stationsOf(order("PROCESSING", [], true), parcel("PROCESSING")).map(({ step }) => step)).toEqual(["placed", "packed", "shipped", "delivered"]);
  });
});

describe("calling an order off", () => {
  it("is possible until a parcel is packed", () => {
    expect(canCancel(order("PAID", ["PAID", "PAID"]))).toBe(true);
    expect(canCancel(order("PROCESSING", ["PROCESSING", "PAID"]))).toBe(false);
    expect(canCancel(order("SHIPPED", ["SHIPPED"]))).toBe(false);
    expect(canCancel(order("CANCELLED", ["CANCELLED"]))).toBe(false);
  });
});

it("an order that has ended is not asked about any more", () => {
  expect([isMoving(order("PAID")), isMoving(order("CANCELLED")), isMoving(order("COMPLETED"))]).toEqual([true, false, false]);
});
