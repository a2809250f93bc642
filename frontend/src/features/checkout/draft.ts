/** What was typed at the checkout so far: it outlives a reload and a trip to the gateway, not the tab. */
import { useSyncExternalStore } from "react";

import type { components } from "../../shared/api/schema";

export type Contact = components["schemas"]["ContactInputRequest"];
export type Address = components["schemas"]["DeliveryAddressInputRequest"];
export const STEPS = ["contact", "delivery", "payment", "review"] as const;
export type Step = (typeof STEPS)[number];

export interface Draft {
  contact: Contact;
  address: Address;
  /** An entry of the address book, instead of the address above. */
  addressId: string;
  /** Store slug → code of the delivery service. */
  shipping: Record<string, string>;
  method: string;
  finished: Step[];
  /** Of the order to be placed; another one as soon as what it says changes. */
  key: string;
  /** The total under which it was to be placed, minor units; what another try has to say again. */
  totalMinor: number;
}

const NAME = "checkout";

export const EMPTY: Draft = {
  contact: { name: "", email: "", phone: "" },
  address: { recipient: "", phone: "", line1: "", line2: "", city: "", region: "", postal_code: "", country: "" },
  addressId: "",
  shipping: {},
  method: "",
  finished: [],
  key: "",
  totalMinor: 0,
};

function read(): Draft {
  try {
    return { ...EMPTY, ...(JSON.parse(sessionStorage.getItem(NAME) ?? "{}") as Partial<Draft>) };
  } catch {
    return EMPTY; // somebody else wrote there: begin anew
  }
}

let draft = read();
const listeners = new Set<() => void>();

export function change(changes: Partial<Draft>): void {
  draft = { ...draft, key: "", ...changes };
  sessionStorage.setItem(NAME, JSON.stringify(draft));
  for (const listener of listeners) listener();
}

export function draftNow(): Draft {
  return draft;
}

/** The key under which the order is placed at this total: the same as long as nothing of the draft changes. */
export function keyOfDraft(totalMinor: number): string {
  if (!draft.key || draft.totalMinor !== totalMinor) change({ key: crypto.randomUUID(), totalMinor });
  return draft.key;
}

export function forgetDraft(): void {
  draft = EMPTY;
  sessionStorage.removeItem(NAME);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useDraft(): Draft {
  return useSyncExternalStore(subscribe, draftNow);
}

/** The first step that is not finished; steps before it may be gone back to. */
export function openStep(finished: Step[]): Step {
  return STEPS.find((step) => !finished.includes(step)) ?? "review";
}

export function isReachable(step: Step, finished: Step[]): boolean {
  return STEPS.indexOf(step) <= STEPS.indexOf(openStep(finished));
}

/** A step is done: those behind it stay done, since nothing that they rest on need have changed. */
export function finish(step: Step, changes: Partial<Draft>): void {
  change({ ...changes, finished: [...new Set([...draft.finished, step])] });
}
