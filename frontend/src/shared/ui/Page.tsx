import { useEffect, type ReactNode } from "react";

import { boot } from "../boot";

interface Properties {
  /** Of the window, without the shop's name. */
  title: string;
  children: ReactNode;
  className?: string;
}

/** One page: its title in the window, "Page — Shop". */
export function Page({ title, children, className = "" }: Properties) {
  useEffect(() => {
    document.title = `${title} — ${boot.site}`;
  }, [title]);
  return <div className={className}>{children}</div>;
}

/** The one heading of a page: where the reader stands after a change of page. */
export function Title({ children, className = "heading-30" }: { children: ReactNode; className?: string }) {
  return (
    <h1 tabIndex={-1} className={className}>
      {children}
    </h1>
  );
}
