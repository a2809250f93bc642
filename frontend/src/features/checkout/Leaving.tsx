import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { money, type Amount } from "../../shared/lib/format";
import { buttonLook } from "../../shared/ui/Button";

const PATIENCE = 5_000; // ms until a link appears

interface Properties {
  address: string;
  order: string;
  amount: Amount;
  gateway: string;
}

/** The last words before the gateway's page. */
export function Leaving({ address, order, amount, gateway }: Properties) {
  const { t } = useTranslation("checkout");
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    window.location.assign(address);
    const timer = window.setTimeout(() => setLate(true), PATIENCE);
    return () => window.clearTimeout(timer);
  }, [address]);
  return (
    <div role="status" className="border-s-3 border-signal ps-4 py-2">
      <p className="heading-24">{t("leaving", { gateway })}</p>
      <p className="mt-1">
        {t("leavingWhat", { amount: money(amount), order })}
      </p>
      {isLate && (
        <a href={address} className={buttonLook("primary", "mt-4")}>
          {t("leavingLink", { gateway })}
        </a>
      )}
    </div>
  );
}
