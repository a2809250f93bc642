import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { number } from "../lib/format";

/** What has to be corrected, as links to the fields; it takes the focus when it appears. */
export function ErrorSummary({ errors }: { errors: { id: string; text: string }[] }) {
  const { t } = useTranslation();
  const summary = useRef<HTMLDivElement>(null);
  const what = errors.map(({ id, text }) => id + text).join();
  useEffect(() => {
    if (what) summary.current?.focus();
  }, [what]);
  if (errors.length === 0) return null;
  return (
    <div ref={summary} tabIndex={-1} role="alert" className="mb-6 border-s-3 border-bad bg-bad-wash px-4 py-3">
      <p className="font-[560] text-bad">{t("form.correct", { count: errors.length, shown: number(errors.length) })}</p>
      <ul className="mt-1 list-disc ps-5">
        {errors.map(({ id, text }) => (
          <li key={id + text}>
            <a
              href={`#${id}`}
              className="inline-block min-h-6 underline underline-offset-4"
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(id)?.focus();
              }}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
