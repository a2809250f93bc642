import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { to } from "../routes";
import { buttonLook } from "./Button";
import { Page, Title } from "./Page";

/** Nothing is at this address: an empty plate, and ways on. */
export function Missing() {
  const { t } = useTranslation();
  return (
    <Page title={t("missing.title")} className="wrap py-10">
      <div className="grid min-h-40 place-items-center bg-plate px-4">
        <p className="spec max-w-full truncate text-ink">{decodeURIComponent(location.pathname)}</p>
      </div>
      <Title className="heading-30 mt-6">{t("missing.title")}</Title>
      <p className="mt-2 max-w-[62ch] text-ink-2">{t("missing.text")}</p>
      <Link to={to.home} className={buttonLook("primary", "mt-6")}>
        {t("missing.home")}
      </Link>
    </Page>
  );
}
