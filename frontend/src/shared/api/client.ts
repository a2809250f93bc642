/** The API, typed by its own description. Everything that is refused is thrown as a `Problem`. */
import createClient, { createFinalURL, createQuerySerializer, defaultPathSerializer, type Middleware } from "openapi-fetch";
import type { PathsWithMethod } from "openapi-typescript-helpers";

import { cartToken } from "./cart-token";
import { csrfToken } from "./csrf";
import { Problem } from "./problem";
import type { paths } from "./schema";

const SAFE = new Set(["GET", "HEAD"]);

const credentials: Middleware = {
  onRequest({ request }) {
    if (!SAFE.has(request.method)) request.headers.set("X-CSRFToken", csrfToken());
    const token = cartToken.get();
    if (token && new URL(request.url).pathname.startsWith("/api/")) request.headers.set("X-Cart-Token", token);
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) throw await Problem.of(response);
    return response;
  },
  onError({ error }) {
    if (error instanceof Problem) return error;
    return Problem.unreachable();
  },
};

export const api = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });
api.use(credentials);

export type Reads = PathsWithMethod<paths, "get">;
export interface Parameters {
  path?: Record<string, string>;
  query?: Record<string, string | number | boolean | undefined>;
}

const serializer = createQuerySerializer();

/** What is really asked for, in the order of the names: nothing that is empty. */
export function asked(query: Parameters["query"] = {}): Record<string, string | number | boolean | undefined> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(given.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The address of a read: the server writes the same for the answers that it sends along with a page. */
export function addressOf(path: string, { path: parts = {}, query = {} }: Parameters = {}): string {
  return createFinalURL(path, {
    baseUrl: "",
    params: { path: parts, query: asked(query) },
    querySerializer: serializer,
    pathSerializer: defaultPathSerializer,
  });
}
