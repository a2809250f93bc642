/** From the last press to the gateway: the order under its key, then a payment, then the gateway's page. */
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import type { components } from "../../shared/api/schema";
import { boot } from "../../shared/boot";
import { CART, cartChangedHere } from "../../shared/cart";
import { orderToken } from "../../shared/orders";
import { draftNow, forgetDraft, keyOfDraft } from "./draft";

type Order = components["schemas"]["OrderOutput"];
export type Payment = components["schemas"]["PaymentOutput"];

/** Places the order of the draft. Pressed again it answers with the same one: the key stays while nothing changes. */
export function usePlacing() {
  const client = useQueryClient();
  return useMutation<Order, Problem, { expectedMinor: number }>({
    mutationFn: async ({ expectedMinor }) => {
      const key = keyOfDraft();
      const { contact, address, addressId, shipping, method } = draftNow();
      const { data } = await api.POST("/api/sales/checkout/", {
        params: { header: { "Idempotency-Key": key } },
        body: {
          contact,
          ...(addressId ? { address_id: addressId } : { address }),
          shipping,
          payment_method: method,
          expected_total_minor: expectedMinor,
          language: boot.language,
        },
      });
      return data as Order;
    },
    onSuccess: (order) => {
      orderToken.keep(order.number, order.access_token);
      forgetDraft();
      void client.invalidateQueries({ queryKey: CART });
      cartChangedHere();
    },
    onError: () => client.invalidateQueries({ queryKey: CART }),
  });
}

export function usePaymentStart() {
  return useMutation<Payment, Problem, { order: string; gateway: string; key: string }>({
    mutationFn: async ({ order, gateway, key }) => {
      const { data } = await api.POST("/api/payments/start/", {
        params: { header: { "Idempotency-Key": key } },
        body: { order, gateway, token: orderToken.of(order) },
      });
      return data as Payment;
    },
  });
}
