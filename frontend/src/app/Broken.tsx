import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";

import { Button } from "../shared/ui/Button";
import { Page, Title } from "../shared/ui/Page";

/** The last net: a page that failed to load or to draw itself. */
export function Broken() {
  const { t } = useTranslation();
  const error = useRouteError();
  console.error(error);
  return (
    <main className="wrap py-16">
      <Page title={t("broken.title")}>
        <Title>{t("broken.title")}</Title>
        <p className="mt-2 max-w-[62ch] text-ink-2">{t("broken.text")}</p>
        <Button className="mt-6" onClick={() => window.location.reload()}>
          {t("action.reload")}
        </Button>
      </Page>
    </main>
  );
}
