import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { useCategories } from "../../shared/categories";
import { to } from "../../shared/routes";
import { Page, Title } from "../../shared/ui/Page";
import { Empty } from "../../shared/ui/states";
import { Listing } from "../../shared/listing/Listing";

const MOST_CATEGORIES = 3;

export function SearchPage() {
  const { t } = useTranslation();
  const [address] = useSearchParams();
  const text = (address.get("q") ?? "").trim();
  if (!text) {
    return (
      <Page title={t("search.title")} className="wrap py-6">
        <Title>{t("search.title")}</Title>
        <p className="mt-2 text-ink-2">{t("search.typeAbove")}</p>
        <Doors />
      </Page>
    );
  }
  return (
    <Page title={t("search.resultsFor", { text })} className="wrap py-6">
      <Listing
        key={text}
        given={{ q: text }}
        heading={(count) => (
          <Title>
            {t("search.resultsFor", { text })} {count && <span className="text-18 font-[400] tracking-normal text-ink-2">{count}</span>}
          </Title>
        )}
        empty={
          <Empty title={t("search.nothing", { text })}>
            <p>{t("search.nothingText")}</p>
            <Doors />
          </Empty>
        }
      />
    </Page>
  );
}

function Doors() {
  const tree = useCategories();
  return (
    <ul className="mt-4 flex flex-wrap gap-4">
      {tree.slice(0, MOST_CATEGORIES).map((one) => (
        <li key={one.id}>
          <Link to={to.category(one.path)} className="inline-flex min-h-11 items-center underline underline-offset-4">
            {one.name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
