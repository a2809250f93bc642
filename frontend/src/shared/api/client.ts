/** The API, typed by its own description. Everything that is refused is thrown as a `Problem`. */
import createClient, { createFinalURL, createQuerySerializer, defaultPathSerializer, type Middleware } from "openapi-fetch";
import type { PathsWithMethod } from "openapi-typescript-helpers";

import { boot } from "../boot";
import { cartToken } from "./cart-token";
import { Problem } from "./problem";
import type { paths } from "./schema";

const SAFE = new Set(["GET", "HEAD"]);

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

const credentials: Middleware = {
  onRequest({ request }) {
    if (!SAFE.has(request.method)) request.headers.set("X-CSRFToken", cookie(boot.csrf_cookie));
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

/** The address of a read, its parameters in the order of their names: the server writes the same for the page's answers. */
export function addressOf(path: string, { path: parts = {}, query = {} }: Parameters = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const sorted = Object.fromEntries(given.sort(([a], [b]) => (a < b ? -1 : 1)));
  return createFinalURL(path, {
    baseUrl: "",
    params: { path: parts, query: sorted },
    querySerializer: serializer,
    pathSerializer: defaultPathSerializer,
  });
}
