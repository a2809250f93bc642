/** The way of a parcel in steps: which are done, and when that was. */
import type { components } from "../../shared/api/schema";

export type Order = components["schemas"]["OrderOutput"];
export type Parcel = Order["store_orders"][number];
export const STEPS = ["placed", "paid", "packed", "shipped", "delivered"] as const;
export type Step = (typeof STEPS)[number];

export interface Station {
  step: Step;
  isDone: boolean;
  /** The moment, where it is known: packing leaves none. */
  at: string | null;
}

const REACHED: Record<string, Step> = {
  PENDING: "placed",
  PAID: "paid",
  PROCESSING: "packed",
  SHIPPED: "shipped",
  DELIVERED: "delivered",
  COMPLETED: "delivered",
};

export function stationsOf(order: Order, parcel: Parcel): Station[] {
  const reached = STEPS.indexOf(REACHED[parcel.status] ?? "placed");
  const moments: Record<Step, string | null> = {
    placed: order.placed_at,
    paid: order.paid_at,
    packed: null,
    shipped: parcel.shipped_at,
    delivered: parcel.delivered_at,
  };
  const steps = order.is_cash_on_delivery ? STEPS.filter((step) => step !== "paid") : STEPS;
  return steps.map((step) => ({ step, isDone: STEPS.indexOf(step) <= reached, at: moments[step] }));
}

/** The step a parcel is at; nothing once it was called off. */
export function currentOf(stations: Station[]): Step | undefined {
  return stations.filter(({ isDone }) => isDone).at(-1)?.step;
}

export function isCalledOff(status: string): boolean {
  return status === "CANCELLED" || status === "CANCEL_REQUESTED";
}

/** Whether anything about the order may still change by itself. */
export function isMoving(order: Order): boolean {
  return !["COMPLETED", "CANCELLED"].includes(order.status);
}

/** A shopper may call an order off until a parcel of it has left. */
export function canCancel(order: Order): boolean {
  return ["PENDING", "PAID", "PROCESSING"].includes(order.status) && order.store_orders.every(({ status }) => ["PENDING", "PAID", "CANCELLED"].includes(status));
}
