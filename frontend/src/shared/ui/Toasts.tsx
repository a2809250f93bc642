/** Short messages at the bottom, with a way back where there is one. They wait while somebody is at them. */
import { X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

const SHOWN = 8_000; // ms

export interface Toast {
  id: number;
  text: string;
  undo?: (() => void) | undefined;
}

let toasts: Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();
const timers = new Map<number, number>();

function set(next: Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function wait(id: number): void {
  timers.set(id, window.setTimeout(() => dismiss(id), SHOWN));
}

function hold(id: number): void {
  window.clearTimeout(timers.get(id));
}

export function dismiss(id: number): void {
  hold(id);
  timers.delete(id);
  set(toasts.filter((one) => one.id !== id));
}

export function toast(text: string, undo?: () => void): void {
  last += 1;
  set([...toasts.slice(-2), { id: last, text, undo }]);
  wait(last);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toasts() {
  const { t } = useTranslation();
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <section aria-label={t("toast.region")} className="pointer-events-none fixed inset-x-0 bottom-20 z-60 flex flex-col items-center gap-2 px-4 md:bottom-6">
      {shown.map((one) => (
        <div
          key={one.id}
          role="status"
          className="pointer-events-auto flex w-full max-w-md items-center gap-2 rounded-layer bg-cta ps-4 pe-1 text-on-cta shadow-[var(--floating)]"
          onFocus={() => hold(one.id)}
          onBlur={() => wait(one.id)}
          onMouseEnter={() => hold(one.id)}
          onMouseLeave={() => wait(one.id)}
        >
          <p className="flex-1 py-3 text-16">{one.text}</p>
          {one.undo && (
            <button
              type="button"
              className="min-h-11 px-3 font-[560] underline underline-offset-4 focus-visible:outline-on-cta focus-visible:-outline-offset-4"
              onClick={() => {
                one.undo?.();
                dismiss(one.id);
              }}
            >
              {t("action.undo")}
            </button>
          )}
          <button
            type="button"
            aria-label={t("action.dismiss")}
            className="grid size-11 place-items-center focus-visible:outline-on-cta focus-visible:-outline-offset-4"
            onClick={() => dismiss(one.id)}
          >
            <X aria-hidden size={18} />
          </button>
        </div>
      ))}
    </section>
  );
}
