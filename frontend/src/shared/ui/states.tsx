/** What a page shows while it waits, when nothing is there, and when something went wrong. */
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Problem } from "../api/problem";
import { Button } from "./Button";

const PATIENCE = 10_000; // ms

interface WaitingProperties {
  /** The shape of what will come. */
  children: ReactNode;
  onRetry?: (() => void) | undefined;
}

/** The empty frame of what will come; after ten seconds it says so, and offers another try. */
export function Waiting({ children, onRetry }: WaitingProperties) {
  const { t } = useTranslation();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setLong(true), PATIENCE);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <div aria-busy="true">
      <span className="sr-only">{t("state.loading")}</span>
      {isLong && (
        <div role="status" className="wrap flex flex-wrap items-center gap-4 py-4">
          <p>{t("state.stillLoading")}</p>
          {onRetry && (
            <Button look="quiet" onClick={onRetry}>
              {t("action.retry")}
            </Button>
          )}
        </div>
      )}
      <div aria-hidden="true">{children}</div>
    </div>
  );
}

export function Bar({ className = "" }: { className?: string }) {
  return <span className={`block bg-plate ${className}`} />;
}

interface FailureProperties {
  problem: Problem;
  onRetry?: () => void;
  /** What could not be shown: "this product". */
  what?: string;
}

/** What failed, what to do, and the number under which our people find it. */
export function Failure({ problem, onRetry, what }: FailureProperties) {
  const { t } = useTranslation();
  const headline = problem.status === 0 ? t("state.unreachable") : t("state.failed", { what: what ?? t("state.thisPage") });
  return (
    <div role="alert" className="border-s-3 border-bad ps-4 py-2">
      <p className="heading-20">{headline}</p>
      {problem.detail && <p className="mt-1 max-w-[62ch] text-ink-2">{problem.detail}</p>}
      {onRetry && (
        <Button look="quiet" className="mt-4" onClick={onRetry}>
          {t("action.retry")}
        </Button>
      )}
      {problem.requestId && (
        <p className="mt-4 text-14 text-ink-2">
          {t("state.requestId")} <span className="spec select-all">{problem.requestId}</span>
        </p>
      )}
    </div>
  );
}

interface EmptyProperties {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

export function Empty({ title, children, action }: EmptyProperties) {
  return (
    <div className="py-16">
      <p className="heading-24 max-w-[32ch]">{title}</p>
      {children && <div className="mt-2 max-w-[62ch] text-ink-2">{children}</div>}
      {action && <div className="mt-6">{action}</div>}
    </div>
  );
}
