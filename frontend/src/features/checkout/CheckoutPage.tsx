import { Check } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useParams } from "react-router";

import { useCart, type Cart } from "../../shared/cart";
import { number } from "../../shared/lib/format";
import { to } from "../../shared/routes";
import { Button, buttonLook } from "../../shared/ui/Button";
import { Page, Title } from "../../shared/ui/Page";
import { Bar, Empty, Failure, Waiting } from "../../shared/ui/states";
import { ContactStep } from "./ContactStep";
import { DeliveryStep } from "./DeliveryStep";
import { isReachable, openStep, STEPS, useDraft, type Step } from "./draft";
import { Leaving } from "./Leaving";
import { usePay } from "./paying";
import { PaymentStep } from "./PaymentStep";
import { Refused, ReviewStep } from "./ReviewStep";
import { Summary } from "./Summary";

const SHOWN = { contact: ContactStep, delivery: DeliveryStep, payment: PaymentStep, review: ReviewStep };

export function CheckoutPage() {
  const { t } = useTranslation("checkout");
  const { step = "" } = useParams();
  const cart = useCart();
  const { finished, key } = useDraft();
  if (!STEPS.includes(step as Step) || !isReachable(step as Step, finished)) return <Navigate replace to={to.checkout(openStep(finished))} />;
  const here = step as Step;
  return (
    <Page title={t(`steps.${here}`)} className="wrap py-6">
      {cart.isLoading && (
        <Waiting onRetry={() => void cart.refetch()}>
          <Bar className="h-96" />
        </Waiting>
      )}
      {cart.isError && !cart.data && <Failure problem={cart.error} onRetry={() => void cart.refetch()} what={t("title")} />}
      {!cart.isLoading && !cart.isError && (!cart.data || cart.data.quantity === 0) && key !== "" && <Unsure />}
      {!cart.isLoading && !cart.isError && (!cart.data || cart.data.quantity === 0) && key === "" && (
        <Empty title={t("empty")} action={<Link to={to.home} className={buttonLook()}>{t("lookAround")}</Link>} />
      )}
      {cart.data && cart.data.quantity > 0 && <Shown cart={cart.data} step={here} finished={finished} />}
    </Page>
  );
}

function Shown({ cart, step, finished }: { cart: Cart; step: Step; finished: Step[] }) {
  const { t } = useTranslation("checkout");
  const StepForm = SHOWN[step];
  useEffect(() => {
    window.scrollTo({ top: 0 });
  }, [step]);
  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div>
        <Steps step={step} finished={finished} />
        {!cart.is_ready && (
          <p role="alert" className="mb-6 border-s-3 border-warn bg-warn-wash px-4 py-3 text-warn">
            {t("notReady")}{" "}
            <Link to={to.cart} className="underline underline-offset-4">
              {t("toBag")}
            </Link>
          </p>
        )}
        <Title className="heading-30 mb-6">{t(`headings.${step}`)}</Title>
        <StepForm cart={cart} />
      </div>
      <Summary cart={cart} />
    </div>
  );
}

/** The answer to the order was lost, and the bag is empty: asking again under the same key tells what became of it. */
function Unsure() {
  const { t } = useTranslation("checkout");
  const { totalMinor } = useDraft();
  const { pay, leaving, placing, isBusy } = usePay();
  if (leaving?.redirect_url) return <Leaving address={leaving.redirect_url} order={leaving.order} amount={leaving.amount} gateway={leaving.gateway} />;
  return (
    <div className="py-10">
      <Title>{t("unsure")}</Title>
      <p className="mt-2 max-w-[62ch] text-ink-2">{t("unsureText")}</p>
      {placing.isError && <Refused problem={placing.error} />}
      <Button className="mt-6" isBusy={isBusy} busyLabel={t("placing")} onClick={() => void pay(totalMinor)}>
        {t("findOut")}
      </Button>
    </div>
  );
}

function Steps({ step, finished }: { step: Step; finished: Step[] }) {
  const { t } = useTranslation("checkout");
  return (
    <nav aria-label={t("progress")} className="mb-6 border-b border-line">
      <ol className="-ms-2 flex gap-x-1 overflow-x-auto">
        {STEPS.map((one, index) => {
          const isDone = finished.includes(one) && one !== step;
          const content = (
            <>
              {isDone ? <Check aria-hidden size={16} /> : <span className="figures text-14 text-ink-2">{number(index + 1)}</span>}
              {t(`steps.${one}`)}
              {isDone && <span className="sr-only">({t("done")})</span>}
            </>
          );
          const look = "-mb-px inline-flex min-h-11 items-center gap-2 border-b-2 border-transparent px-2 whitespace-nowrap";
          return (
            <li key={one}>
              {one !== step && isReachable(one, finished) ? (
                <Link to={to.checkout(one)} className={`${look} hover:underline underline-offset-4`}>
                  {content}
                </Link>
              ) : (
                <span aria-current={one === step ? "step" : undefined} className={`${look} aria-[current=step]:border-signal aria-[current=step]:font-[560] not-aria-[current=step]:text-ink-3`}>
                  {content}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
