import { useMutation } from "@tanstack/react-query";
import clsx from "clsx";
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink } from "react-router";

import type { Problem } from "../../shared/api/problem";
import { signOut } from "../../shared/person";
import { to } from "../../shared/routes";
import { Button } from "../../shared/ui/Button";
import { Page, Title } from "../../shared/ui/Page";
import { toast } from "../../shared/ui/Toasts";

const PLACES = ["orders", "wishlist", "addresses", "profile", "security", "data"] as const;
type Place = (typeof PLACES)[number];

/** A page of the account beside the list of all of them; on a phone the overview has that list. */
export function Shell({ place, lead, children }: { place: Place | "overview"; lead?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation("account");
  const isOverview = place === "overview";
  return (
    <Page title={t(`pages.${place}`)} className="wrap py-6 lg:py-10">
      <div className="lg:grid lg:grid-cols-[13rem_minmax(0,1fr)] lg:gap-12">
        <Places className="max-lg:hidden lg:sticky lg:top-24 lg:self-start" />
        <div className="min-w-0">
          {!isOverview && (
            <Link to={to.account} className="mb-1 inline-flex min-h-11 items-center gap-1 text-14 text-ink-2 hover:underline underline-offset-4 lg:hidden">
              <ChevronLeft aria-hidden size={16} className="mirrored" />
              {t("pages.overview")}
            </Link>
          )}
          <Title>{t(`pages.${place}`)}</Title>
          {lead && <p className="mt-2 max-w-[62ch] text-ink-2">{lead}</p>}
          <div className="mt-6">{children}</div>
          {isOverview && <Places className="mt-12 lg:hidden" />}
        </div>
      </div>
    </Page>
  );
}

function Places({ className }: { className: string }) {
  const { t } = useTranslation("account");
  return (
    <nav aria-label={t("pages.nav")} className={className}>
      <ul className="divide-y divide-line border-y border-line">
        {(["overview", ...PLACES] as const).map((place) => (
          <li key={place}>
            <NavLink
              end
              to={place === "overview" ? to.account : `${to.account}/${place}`}
              className={({ isActive }) => clsx("flex min-h-11 items-center hover:underline underline-offset-4", isActive ? "font-[560] text-ink" : "text-ink-2")}
            >
              {t(`pages.${place}`)}
            </NavLink>
          </li>
        ))}
      </ul>
      <SignOut />
    </nav>
  );
}

function SignOut() {
  const { t } = useTranslation("account");
  const out = useMutation<void, Problem>({
    mutationFn: signOut,
    onError: (problem) => toast(problem.detail || t("unreachable")),
  });
  return (
    <Button look="quiet" className="mt-4" isBusy={out.isPending || out.isSuccess} onClick={() => out.mutate()}>
      {t("pages.signOut")}
    </Button>
  );
}
