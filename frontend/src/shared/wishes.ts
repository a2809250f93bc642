/** The wishlist: a guest's hangs on the guest's cart and is merged with it after signing in. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { cartToken } from "./api/cart-token";
import { api } from "./api/client";
import type { Problem } from "./api/problem";
import type { components } from "./api/schema";
import { boot } from "./boot";

export type WishList = components["schemas"]["WishListOutput"];
export const WISHES = ["/api/catalog/wishlist/"] as const;

function kept(list: WishList): WishList {
  if (list.cart_token) cartToken.set(list.cart_token);
  return list;
}

export function useWishes() {
  return useQuery<WishList, Problem>({
    queryKey: WISHES,
    queryFn: async ({ signal }) => kept((await api.GET("/api/catalog/wishlist/", { signal })).data as WishList),
    enabled: boot.person !== null || cartToken.get() !== "",
  });
}

/** Puts a product on the list, or takes it off. */
export function useWish(productId: string) {
  const client = useQueryClient();
  const { data } = useWishes();
  const isWished = data?.wishes.some(({ product }) => product.id === productId) ?? false;
  const change = useMutation<WishList | undefined, Problem, boolean>({
    mutationFn: async (wanted) => {
      if (wanted) {
        const { data: list } = await api.POST("/api/catalog/wishlist/", { body: { product: productId, market: boot.market } });
        return list && kept(list);
      }
      await api.DELETE("/api/catalog/wishlist/{product_id}/", { params: { path: { product_id: productId } } });
      return undefined;
    },
    onSuccess: (list) => (list ? client.setQueryData(WISHES, list) : client.invalidateQueries({ queryKey: WISHES })),
  });
  return { isWished, change };
}
