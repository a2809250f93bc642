/** Reads of the API as queries: keyed by address, filled at once where the page brought the answer along. */
import { queryOptions, useQuery, type UseQueryOptions, type UseQueryResult } from "@tanstack/react-query";

import { answerOfPage } from "../boot";
import { addressOf, api, asked, type Parameters, type Reads } from "./client";
import type { Problem } from "./problem";
import type { paths } from "./schema";

type Json<T> = T extends { content: { "application/json": infer Body } } ? Body : never;
type Succeeded<T> = T extends { responses: infer R } ? Json<R[keyof R & (200 | 201)]> : never;
export type Answer<P extends Reads> = Succeeded<paths[P]["get"]>;

export async function read<P extends Reads>(path: P, parameters: Parameters = {}, signal?: AbortSignal): Promise<Answer<P>> {
  const { data } = await api.GET(path, { params: { ...parameters, query: asked(parameters.query) }, signal } as never);
  return data as Answer<P>;
}

export function reading<P extends Reads>(path: P, parameters: Parameters = {}) {
  const address = addressOf(path, parameters);
  return queryOptions<Answer<P>, Problem>({
    queryKey: [address],
    queryFn: ({ signal }) => read(path, parameters, signal),
    ...initially<Answer<P>>(address),
  });
}

/** The data a query begins with, if it came with the page. */
export function initially<T>(address: string): { initialData?: T } {
  const found = answerOfPage<T>(address);
  return found === undefined ? {} : { initialData: found };
}

export function useRead<P extends Reads>(
  path: P,
  parameters: Parameters = {},
  options: Partial<UseQueryOptions<Answer<P>, Problem>> = {},
): UseQueryResult<Answer<P>, Problem> {
  return useQuery({ ...reading(path, parameters), ...options } as UseQueryOptions<Answer<P>, Problem>);
}
