/** The products that were looked at on this device, newest first. Without prices: those change. */
const NAME = "recently-viewed";
const MOST = 12;

export interface Seen {
  slug: string;
  name: string;
  image: { url: string; srcset: string; alt_text: string } | null;
}

export function seenProducts(): Seen[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(NAME) ?? "[]");
    return Array.isArray(kept) ? (kept as Seen[]).filter((one) => typeof one?.slug === "string").slice(0, MOST) : [];
  } catch {
    return []; // somebody else wrote there: begin anew
  }
}

export function rememberProduct(product: Seen): void {
  const others = seenProducts().filter(({ slug }) => slug !== product.slug);
  localStorage.setItem(NAME, JSON.stringify([product, ...others].slice(0, MOST)));
}

export function forgetProducts(): void {
  localStorage.removeItem(NAME);
}
