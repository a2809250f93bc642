import clsx from "clsx";
import type { ButtonHTMLAttributes, ReactNode } from "react";

type Look = "primary" | "quiet" | "text" | "danger";

const LOOKS: Record<Look, string> = {
  primary: "bg-cta text-on-cta min-h-12 px-6 hover:opacity-85",
  quiet: "border border-field bg-transparent text-ink min-h-11 px-4 hover:border-ink",
  danger: "border border-bad bg-transparent text-bad min-h-11 px-4 hover:bg-bad-wash",
  text: "min-h-11 px-2 text-ink underline underline-offset-4 decoration-ink-3 hover:decoration-current",
};

export function buttonLook(look: Look = "primary", className = ""): string {
  return clsx(
    "inline-flex items-center justify-center gap-2 rounded-control text-16 font-[560] transition-[opacity,border-color,background-color] duration-120 ease-house",
    "aria-disabled:opacity-50 disabled:opacity-50",
    LOOKS[look],
    className,
  );
}

interface Properties extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  /** Its work is under way: it stays in place and takes no second press. */
  isBusy?: boolean;
  busyLabel?: ReactNode;
  /** Why it cannot be pressed now: it stays reachable, so that the reason can be read. */
  reason?: string | undefined;
}

export function Button({ look = "primary", isBusy, busyLabel, reason, className, children, onClick, type = "button", ...rest }: Properties) {
  const isOff = isBusy || Boolean(reason);
  const isWork = type === "submit" || isBusy !== undefined;
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={isOff || undefined}
      title={reason}
      onClick={(event) => {
        // The second press of a double click may come before the first has been noticed.
        if (isOff || (isWork && event.detail > 1)) event.preventDefault();
        else onClick?.(event);
      }}
      className={buttonLook(look, className)}
    >
      {isBusy && busyLabel ? busyLabel : children}
    </button>
  );
}
