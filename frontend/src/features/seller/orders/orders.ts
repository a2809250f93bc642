/** What there is to know of a store's orders without a screen. */
import { useInfiniteQuery, type InfiniteData } from "@tanstack/react-query";

import { addressOf, api } from "../../../shared/api/client";
import type { Problem } from "../../../shared/api/problem";
import { read } from "../../../shared/api/read";
import type { components } from "../../../shared/api/schema";
import { latinDigits } from "../../../shared/lib/format";

export type SellerOrder = components["schemas"]["SellerOrderOutput"];
export type Desk = components["schemas"]["DeskOutput"];
type OrderPage = components["schemas"]["PaginatedSellerOrderOutputList"];

export const TABS = ["to_ship", "needs_action", "waiting", "shipped", "delivered", "cancelled"] as const;
export type Tab = (typeof TABS)[number] | "all";
export const ORDERS = "/api/sales/store-orders/";
export const DESK = "/api/sales/stores/{store_id}/desk/";

export function tabOf(text: string | null): Tab {
  return text === "all" || TABS.some((tab) => tab === text) ? (text as Tab) : "to_ship";
}

/** How many stand under a tab; all of them are the sum of the others. */
export function countOf(tabs: Desk["tabs"], tab: Tab): number {
  return tab === "all" ? TABS.reduce((sum, one) => sum + tabs[one], 0) : tabs[tab];
}

export interface Wanted {
  tab: Tab;
  due: string;
  q: string;
}

export function useOrders(store: string, { tab, due, q }: Wanted) {
  const isUnsent = tab === "to_ship";
  const query = {
    store,
    tab: tab === "all" ? undefined : tab,
    due: isUnsent && (due === "today" || due === "overdue") ? due : undefined,
    q: q.trim() || undefined,
    ordering: isUnsent ? "ship_by" : undefined,
  };
  return useInfiniteQuery<OrderPage, Problem, InfiniteData<OrderPage, string>, string[], string>({
    queryKey: [ORDERS, addressOf(ORDERS, { query })],
    queryFn: ({ pageParam, signal }) => read(ORDERS, { query: { ...query, page_size: 50, after: pageParam || undefined } }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => (page.next ? new URL(page.next, location.origin).searchParams.get("after") : null),
  });
}

export interface Parcel {
  tracking: string;
  courier: string;
}

/**
 * The parcel leaves; one that nobody had begun to pack is begun on the way. How it stands is asked first: a try before
 * this one may have come half way, or somebody else may have begun.
 */
export async function ship(order: SellerOrder, { tracking, courier }: Parcel): Promise<SellerOrder> {
  const path = { number: order.number };
  const now = order.status === "PAID" ? await read("/api/sales/store-orders/{number}/", { path }) : order;
  if (now.status === "PAID") await api.POST("/api/sales/store-orders/{number}/process/", { params: { path } });
  const body = { tracking_number: tracking.trim(), courier: courier.trim() };
  const { data } = await api.POST("/api/sales/store-orders/{number}/ship/", { params: { path }, body });
  return data as SellerOrder;
}

/**
 * Tracking numbers from a sheet, by the number of their order. One column fills the orders from `start` downwards, two
 * are matched by the order's number wherever it stands; what matches none is left out.
 */
export function pasted(text: string, numbers: string[], start: number): Map<string, string> {
  const rows = text.split(/\r?\n/).map((line) => line.split(/\t|;|,/).map((cell) => cell.trim()));
  const found = new Map<string, string>();
  const filled = rows.filter((cells) => cells.some(Boolean));
  const known = new Map(numbers.map((number) => [number.toUpperCase(), number]));
  if (filled.some(([first = "", second = ""]) => second && known.has(latinDigits(first).toUpperCase()))) {
    for (const [first = "", second = ""] of filled) {
      const number = known.get(latinDigits(first).toUpperCase());
      if (number && second) found.set(number, second);
    }
    return found;
  }
  filled.forEach(([tracking = ""], index) => {
    const number = numbers[start + index];
    if (number && tracking) found.set(number, tracking);
  });
  return found;
}

export type DueWord = { key: "overdue" | "today" | "tomorrow" | "on"; day: string };

/** "Overdue", "today", "tomorrow", or the day itself. The server counts in days of UTC, and so do the words. */
export function dueWord(order: Pick<SellerOrder, "due" | "ship_by">, now: Date): DueWord | null {
  if (!order.ship_by) return null;
  const day = order.ship_by.slice(0, 10);
  if (order.due === "overdue" || order.due === "today") return { key: order.due, day };
  const tomorrow = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10);
  return { key: day === tomorrow ? "tomorrow" : "on", day };
}

export const canShip = ({ status }: SellerOrder): boolean => status === "PAID" || status === "PROCESSING";

/** One that is paid at the door can come back from there. */
export const canCancel = ({ status, cash_due }: SellerOrder): boolean =>
  status === "PAID" || status === "PROCESSING" || (status === "SHIPPED" && cash_due !== null);

export const piecesOf = (order: SellerOrder): number => order.lines.reduce((sum, { quantity }) => sum + quantity, 0);
