/** One polite region for the whole page: what changed, said once. */
import { useSyncExternalStore } from "react";

const PAUSE = 60; // ms; a region that is emptied and filled at once says nothing

let text = "";
const listeners = new Set<() => void>();

function show(next: string): void {
  text = next;
  for (const listener of listeners) listener();
}

export function announce(message: string): void {
  show("");
  window.setTimeout(() => show(message), PAUSE);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Announcer() {
  const said = useSyncExternalStore(subscribe, () => text);
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {said}
    </p>
  );
}
