/** From the last press to the gateway: the order under its key, then a payment, then the gateway's page. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import type { components } from "../../shared/api/schema";
import { boot } from "../../shared/boot";
import { CART, cartChangedHere } from "../../shared/cart";
import { orderToken } from "../../shared/orders";
import { draftNow, keyOfDraft } from "./draft";

type Order = components["schemas"]["OrderOutput"];
export type Payment = components["schemas"]["PaymentOutput"];

/** Places the order of the draft. Pressed again it answers with the same one: the key stays while nothing changes. */
export function usePlacing() {
  const client = useQueryClient();
  return useMutation<Order, Problem, { expectedMinor: number }>({
    mutationFn: async ({ expectedMinor }) => {
      const key = keyOfDraft(expectedMinor);
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
      cartChangedHere(); // this page keeps what it shows until it is left
    },
    onError: (problem) => {
      // While nobody knows whether the order was placed, the page keeps what it shows: another press asks with the same key.
      if (problem.status !== 0) void client.invalidateQueries({ queryKey: CART });
    },
  });
}

/** One press: the order, then its payment. `leaving` is the payment whose gateway's page comes next. */
export function usePay() {
  const navigate = useNavigate();
  const placing = usePlacing();
  const start = usePaymentStart();
  const isPressed = useRef(false);
  const [leaving, setLeaving] = useState<Payment | null>(null);
  const pay = async (expectedMinor: number) => {
    if (isPressed.current) return;
    isPressed.current = true;
    const { method: gateway } = draftNow();
    try {
      const order = await placing.mutateAsync({ expectedMinor });
      const back = `/checkout/return/${order.number}`;
      try {
        const payment = await start.mutateAsync({ order: order.number, gateway, key: crypto.randomUUID() });
        if (payment.redirect_url) setLeaving(payment);
        else void navigate(back);
      } catch {
        void navigate(back, { state: { couldNotStart: true } }); // the order stands; the page there offers to pay it
      }
    } catch {
      isPressed.current = false; // `placing` holds why
    }
  };
  return { pay, leaving, placing, isBusy: placing.isPending || start.isPending };
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
