/** Signing in and out, for this tab and the others. The session is a cookie that no script can read. */
import { cartToken } from "./api/cart-token";
import { api } from "./api/client";
import { boot } from "./boot";

const MERGED = "merged";
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("person");

/** Call `left` when another tab has signed out. */
export function onSignedOutElsewhere(left: () => void): () => void {
  const listener = () => left();
  channel?.addEventListener("message", listener);
  return () => channel?.removeEventListener("message", listener);
}

/** Turn the token of a sign-in into the browser's session; the guest's bag is the person's by then. */
export async function adopt(access: string): Promise<void> {
  await api.POST("/api/accounts/browser-session/", { headers: { Authorization: `Bearer ${access}` } });
  if (cartToken.get()) sessionStorage.setItem(MERGED, "yes");
  cartToken.forget();
}

/** Whether a guest's bag and wishlist came along with the last sign-in: said once, on the page that it led to. */
export function wasMerged(): boolean {
  const was = sessionStorage.getItem(MERGED) !== null;
  sessionStorage.removeItem(MERGED);
  return was;
}

export async function signOut(): Promise<void> {
  await api.POST("/api/accounts/logout/", { body: {} });
  signedOut();
}

/** Whoever was here is gone, in every tab; theme and language stay. */
export function signedOut(): void {
  channel?.postMessage("out");
  leave(`${boot.prefix}/`);
}

/** What this tab still knows of the person goes too: a half-typed checkout, keys to orders. */
export function leave(path: string): void {
  sessionStorage.clear();
  cartToken.forget();
  location.assign(path);
}
