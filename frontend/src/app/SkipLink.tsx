import type { ReactNode } from "react";

/** The first stop of the keyboard: past the header, into the page. */
export function SkipLink({ children }: { children: ReactNode }) {
  return (
    <a
      href="#main"
      className="absolute start-4 -top-16 z-60 rounded-control bg-cta px-4 py-3 text-on-cta focus:top-2"
      onClick={(event) => {
        event.preventDefault();
        document.getElementById("main")?.focus();
      }}
    >
      {children}
    </a>
  );
}
