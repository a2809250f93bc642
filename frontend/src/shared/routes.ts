/** The addresses of the shop's pages (below the language's prefix, which the router adds). */
export const to = {
  home: "/",
  category: (path: string) => `/c/${path}`,
  search: (text: string) => `/search?q=${encodeURIComponent(text)}`,
  product: (slug: string) => `/p/${slug}`,
  reviews: (slug: string) => `/p/${slug}/reviews`,
  stores: "/stores",
  store: (handle: string) => `/s/${handle}`,
  storeTab: (handle: string, tab: "reviews" | "about" | "policies") => `/s/${handle}/${tab}`,
  cart: "/cart",
  checkout: (step: "contact" | "delivery" | "payment" | "review") => `/checkout/${step}`,
  order: (number: string) => `/order/${number}`,
  signIn: "/login",
  register: "/register",
  account: "/account",
  orders: "/account/orders",
  wishlist: "/account/wishlist",
} as const;

/** While somebody is paying, the page offers nothing else; once they are back, it does again. */
export function isAtCheckout(path: string): boolean {
  return path.startsWith("/checkout") && !path.startsWith("/checkout/return");
}
