import clsx from "clsx";

import { money, type Amount } from "../lib/format";

interface Properties {
  amount: Amount;
  className?: string;
}

export function Price({ amount, className }: Properties) {
  return (
    <span data-minor={amount.minor} data-currency={amount.currency} className={clsx("figures whitespace-nowrap", className)}>
      {money(amount)}
    </span>
  );
}
