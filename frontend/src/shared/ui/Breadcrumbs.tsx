import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { to } from "../routes";

interface Properties {
  way: { name: string; address: string }[];
  here: string;
}

export function Breadcrumbs({ way, here }: Properties) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t("layout.breadcrumbs")}>
      <ol className="flex flex-wrap items-center gap-x-1 text-14 text-ink-2">
        {[{ name: t("layout.home"), address: to.home }, ...way].map(({ name, address }) => (
          <li key={address} className="flex items-center gap-1">
            <Link to={address} className="inline-flex min-h-9 items-center hover:underline underline-offset-4">
              <bdi>{name}</bdi>
            </Link>
            <ChevronRight aria-hidden size={14} className="mirrored" />
          </li>
        ))}
        <li aria-current="page" className="inline-flex min-h-9 min-w-0 items-center text-ink">
          <bdi className="truncate">{here}</bdi>
        </li>
      </ol>
    </nav>
  );
}
