import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { boot } from "../../shared/boot";
import { ownPath } from "../../shared/lib/own-path";
import { to } from "../../shared/routes";
import { Page, Title } from "../../shared/ui/Page";
import { SignInForm } from "./SignInForm";

/** The whole page is asked for anew, so that all of it knows who is here. */
function useNext(): { next: string; goOn: () => void } {
  const [address] = useSearchParams();
  const next = ownPath(address.get("next"), boot.prefix + to.account);
  return { next, goOn: () => location.assign(next) };
}

export function SignInPage() {
  const { t } = useTranslation("account");
  const { next, goOn } = useNext();
  useEffect(() => {
    if (boot.person) location.replace(next);
  }, [next]);
  return (
    <Page title={t("signIn.title")} className="wrap py-10 md:py-16">
      <div className="mx-auto max-w-md">
        <Title>{t("signIn.title")}</Title>
        <p className="mt-2 mb-8 text-ink-2">{t("signIn.lead")}</p>
        <SignInForm onDone={goOn}>
          <p className="mt-8 flex flex-wrap items-center gap-x-2 border-t border-line pt-4">
            <span className="text-ink-2">{t("signIn.newHere")}</span>
            <Link to={`${to.register}?next=${encodeURIComponent(next)}`} className="inline-flex min-h-11 items-center font-[560] underline underline-offset-4">
              {t("signIn.register")}
            </Link>
          </p>
        </SignInForm>
      </div>
    </Page>
  );
}
