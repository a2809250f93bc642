/** The orders of whoever is signed in, newest first, page after page. */
import { useInfiniteQuery, type InfiniteData } from "@tanstack/react-query";

import { addressOf } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import { read } from "../../shared/api/read";
import type { components } from "../../shared/api/schema";

type OrderPage = components["schemas"]["PaginatedOrderOutputList"];
export type Order = components["schemas"]["OrderOutput"];
const PATH = "/api/sales/orders/";
const A_PAGE = 20;

export function useOrders() {
  return useInfiniteQuery<OrderPage, Problem, InfiniteData<OrderPage, string>, string[], string>({
    queryKey: [addressOf(PATH), "pages"],
    queryFn: ({ pageParam, signal }) => read(PATH, { query: { after: pageParam || undefined, page_size: A_PAGE } }, signal),
    initialPageParam: "",
    getNextPageParam: ({ next }) => (next ? new URL(next, location.origin).searchParams.get("after") : null),
  });
}

/** Whether anything of it is still to come. */
export function isOpen(order: Order): boolean {
  return ["PENDING", "PAID", "PROCESSING", "SHIPPED", "CANCEL_REQUESTED"].includes(order.status);
}

/** Names of what was bought, each once, in the order of the parcels. */
export function goodsOf(order: Order): string[] {
  return [...new Set(order.store_orders.flatMap(({ lines }) => lines.map(({ product_name }) => product_name)))];
}

export function picturesOf(order: Order): string[] {
  return order.store_orders.flatMap(({ lines }) => lines.flatMap(({ image }) => (image ? [image] : [])));
}
