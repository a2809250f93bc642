import { useId, type ReactNode } from "react";

/** One part of a page, with a heading of its own. */
export function Section({ title, lead, children }: { title: ReactNode; lead?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-t border-line py-6 first:border-0 first:pt-0">
      <h2 id={id} className="heading-20">
        {title}
      </h2>
      {lead && <p className="mt-1 max-w-[62ch] text-ink-2">{lead}</p>}
      <div className="mt-4">{children}</div>
    </section>
  );
}

/** What came of a press, beside the button that was pressed. */
export function Outcome({ done, failed }: { done?: ReactNode; failed?: ReactNode }) {
  return (
    <p role="status" className={failed ? "text-bad" : "text-ok"}>
      {failed || done}
    </p>
  );
}
