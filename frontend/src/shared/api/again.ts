/** When the session has ended in the middle of something: whoever is here signs in again, and it goes on (UX.md G15). */
import type { Middleware } from "openapi-fetch";

import { csrfToken } from "./csrf";

type Ask = () => Promise<boolean>;

const SIGNED_OUT = "not_authenticated";
const READS = new Set(["GET", "HEAD"]);

/**
 * To be used after the middleware that signs requests and throws refusals: what was sent is kept as it went out, and
 * a refusal comes here first. `ask` answers whether somebody is signed in again.
 */
export function goingOnAfter(ask: Ask): Middleware {
  const sent = new Map<string, Request>();
  let asking: Promise<boolean> | null = null;
  let wasDeclined = false;

  /** Reads do not ask twice after a no: only what people do themselves does. */
  async function isInAgain(isRead: boolean): Promise<boolean> {
    if (isRead && wasDeclined) return false;
    asking ??= ask().finally(() => {
      asking = null;
    });
    const isIn = await asking;
    wasDeclined = !isIn;
    return isIn;
  }

  return {
    onRequest({ request, id }) {
      sent.set(id, request.clone());
    },
    async onResponse({ response, id }) {
      const again = sent.get(id);
      sent.delete(id);
      if (response.status !== 401 || !again) return undefined;
      const { code } = (await response.clone().json().catch(() => ({}))) as { code?: string };
      const isRead = READS.has(again.method);
      if (code !== SIGNED_OUT || !(await isInAgain(isRead))) return undefined;
      if (!isRead) again.headers.set("X-CSRFToken", csrfToken()); // signing in has made a new one
      return fetch(again);
    },
    onError({ id }) {
      sent.delete(id);
    },
  };
}
