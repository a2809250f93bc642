import { boot } from "../boot";

/** The token that writes of this page have to name, as its cookie has it now: signing in makes a new one. */
export function csrfToken(): string {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${boot.csrf_cookie}=`));
  return decodeURIComponent(found?.slice(boot.csrf_cookie.length + 1) ?? "");
}
