/** The products of a list or a search, page after page. */
import { useInfiniteQuery, type InfiniteData } from "@tanstack/react-query";

import { addressOf } from "../api/client";
import { initially, read } from "../api/read";
import type { Problem } from "../api/problem";
import type { components } from "../api/schema";
import { boot } from "../boot";

type ListPage = components["schemas"]["ProductListPage"];
type SearchHits = components["schemas"]["ProductSearchPage"];
export type Hits = ListPage | SearchHits;
export type Query = Record<string, string | undefined>;

export const isSearch = (query: Query): boolean => query["q"] !== undefined;

function afterOf(page: Hits): string | null {
  return page.next ? new URL(page.next, location.origin).searchParams.get("after") : null;
}

export function useProducts(query: Query, after: string) {
  const path = isSearch(query) ? "/api/catalog/search/" : "/api/catalog/products/";
  const whole = { ...query, market: boot.market };
  const first = initially<Hits>(addressOf(path, { query: { ...whole, after } }));
  return useInfiniteQuery<Hits, Problem, InfiniteData<Hits, string>, string[], string>({
    queryKey: [addressOf(path, { query: whole })],
    queryFn: ({ pageParam, signal }) => read(path as "/api/catalog/products/", { query: { ...whole, after: pageParam } }, signal),
    initialPageParam: after,
    getNextPageParam: afterOf,
    ...(first.initialData && { initialData: { pages: [first.initialData], pageParams: [after] } }),
  });
}
