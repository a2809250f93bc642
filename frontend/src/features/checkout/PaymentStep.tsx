import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { useRead } from "../../shared/api/read";
import { boot } from "../../shared/boot";
import type { Cart } from "../../shared/cart";
import { to } from "../../shared/routes";
import { Button } from "../../shared/ui/Button";
import { ErrorSummary } from "../../shared/ui/ErrorSummary";
import { Bar, Failure } from "../../shared/ui/states";
import { placeOf, useAddresses } from "./addresses";
import { chosenQuotes, totalWith, useDeliveries } from "./delivery";
import { change, finish, useDraft } from "./draft";
import { Methods } from "./Methods";

export function PaymentStep({ cart }: { cart: Cart }) {
  const { t } = useTranslation("checkout");
  const navigate = useNavigate();
  const draft = useDraft();
  const deliveries = useDeliveries(cart, placeOf(draft, useAddresses()));
  const total = totalWith(cart, chosenQuotes(deliveries.data ?? [], draft.shipping));
  const found = useRead("/api/payments/methods/", { query: { market: boot.market, amount_minor: total?.minor } }, { enabled: total !== null });
  const [error, setError] = useState("");
  const methods = found.data?.methods ?? [];
  const chosen = methods.find(({ name, is_available }) => name === draft.method && is_available) ?? methods.find(({ is_available }) => is_available);

  return (
    <form
      noValidate
      className="max-w-2xl"
      onSubmit={(event) => {
        event.preventDefault();
        if (found.isPending) return undefined;
        if (!chosen) return setError(t("errors.method"));
        finish("payment", { method: chosen.name });
        return navigate(to.checkout("review"));
      }}
    >
      <ErrorSummary errors={error ? [{ id: "methods", text: error }] : []} />
      {found.isLoading && <Bar className="h-24" />}
      {found.isError && <Failure problem={found.error} onRetry={() => void found.refetch()} what={t("steps.payment")} />}
      {found.isSuccess && methods.length === 0 && <p className="text-bad">{t("noMethods")}</p>}
      {methods.length > 0 && <Methods methods={methods} chosen={chosen?.name ?? ""} onChoose={(method) => change({ method })} />}
      <Button type="submit" className="mt-8" isBusy={found.isPending} busyLabel={t("placing")}>
        {t("continueToReview")}
      </Button>
    </form>
  );
}
