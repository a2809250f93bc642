/** The cart: one query that every change answers with, so that drawer, page and badge always agree. */
import { queryOptions, useMutation, useQuery, useQueryClient, type UseMutationResult } from "@tanstack/react-query";

import { cartToken } from "./api/cart-token";
import { api } from "./api/client";
import type { Problem } from "./api/problem";
import type { components } from "./api/schema";
import { boot } from "./boot";

export type Cart = components["schemas"]["CartOutput"];
export type CartLine = components["schemas"]["CartLineOutput"];
export type SavedLine = components["schemas"]["SavedLineOutput"];

export const CART = ["/api/sales/cart/"] as const;
const CHANNEL = "cart";

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);

/** Call `changed` when another tab has changed the cart. */
export function onCartElsewhere(changed: () => void): () => void {
  const listener = () => changed();
  channel?.addEventListener("message", listener);
  return () => channel?.removeEventListener("message", listener);
}

export function cartChangedHere(): void {
  channel?.postMessage("changed");
}

function kept(cart: Cart): Cart {
  if (cart.cart_token) cartToken.set(cart.cart_token);
  return cart;
}

export function cartQuery() {
  return queryOptions<Cart, Problem>({
    queryKey: CART,
    queryFn: async ({ signal }) => kept((await api.GET("/api/sales/cart/", { signal })).data as Cart),
    staleTime: 30_000,
  });
}

/** Somebody who has no cart and no account has nothing to ask for. */
export function useCart() {
  return useQuery({ ...cartQuery(), enabled: boot.person !== null || cartToken.get() !== "" });
}

function useChange<Input>(change: (input: Input) => Promise<{ data?: Cart }>): UseMutationResult<Cart, Problem, Input> {
  const client = useQueryClient();
  return useMutation<Cart, Problem, Input>({
    mutationFn: async (input) => kept((await change(input)).data as Cart),
    scope: { id: "cart" }, // one change after the other
    onSuccess: (cart) => {
      client.setQueryData(CART, cart);
      cartChangedHere();
    },
    onError: () => client.invalidateQueries({ queryKey: CART }),
  });
}

export const useCartAdd = () =>
  useChange((input: { item_id: string; quantity: number }) =>
    api.POST("/api/sales/cart-items/", { body: { ...input, market: boot.market } }),
  );

export const useCartQuantity = () =>
  useChange(({ lineId, quantity }: { lineId: string; quantity: number }) =>
    api.PATCH("/api/sales/cart-items/{line_id}/", { params: { path: { line_id: lineId } }, body: { quantity } }),
  );

export const useCartRemove = () =>
  useChange(({ lineId }: { lineId: string }) =>
    api.DELETE("/api/sales/cart-items/{line_id}/", { params: { path: { line_id: lineId } } }),
  );

export const useCartSave = () =>
  useChange(({ lineId }: { lineId: string }) =>
    api.POST("/api/sales/cart-items/{line_id}/save-for-later/", { params: { path: { line_id: lineId } } }),
  );

export const useCartUnsave = () =>
  useChange(({ lineId }: { lineId: string }) =>
    api.POST("/api/sales/cart-items/{line_id}/move-to-cart/", { params: { path: { line_id: lineId } } }),
  );

export const useCartAccept = () => useChange((_: void) => api.POST("/api/sales/cart/accept-changes/"));

export const useCouponAdd = () =>
  useChange(({ code }: { code: string }) => api.POST("/api/sales/cart/coupon/", { body: { code } }));

export const useCouponRemove = () => useChange((_: void) => api.DELETE("/api/sales/cart/coupon/"));

/** All lines of a cart, in the order they are shown in. */
export function linesOf(cart: Cart | undefined): CartLine[] {
  return cart?.stores.flatMap(({ lines }) => lines) ?? [];
}
