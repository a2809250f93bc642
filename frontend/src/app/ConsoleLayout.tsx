import { useTranslation } from "react-i18next";
import { Link, Navigate, Outlet, ScrollRestoration, useLocation } from "react-router";

import { ConsoleNav, StoreSwitch, useWorkplaces } from "../features/seller";
import { boot } from "../shared/boot";
import { to } from "../shared/routes";
import { Announcer } from "../shared/ui/Announcer";
import { Bar, Failure, Waiting } from "../shared/ui/states";
import { Toasts } from "../shared/ui/Toasts";
import { Footer } from "./Footer";
import { Mark } from "./Mark";
import { Offline } from "./Offline";
import { SignInAgain } from "./SignInAgain";
import { useFocusOnHeading } from "./useFocusOnHeading";
import { SkipLink } from "./SkipLink";

/** The frame of the seller console: the store at the top, what there is to do at the side. */
export function ConsoleLayout() {
  const { t } = useTranslation("seller");
  const { pathname, search } = useLocation();
  const { places, stores, store } = useWorkplaces();
  useFocusOnHeading();
  if (!boot.person || (places.isError && places.error.status === 401)) {
    location.assign(`${boot.prefix}${to.signIn}?next=${encodeURIComponent(`${boot.prefix}${pathname}${search}`)}`);
    return null;
  }
  if (places.isSuccess && !store) return <Navigate to={to.home} replace />;
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink>{t("nav.skip")}</SkipLink>
      <header className="sticky top-0 z-10 border-b border-line bg-bg">
        <div className="flex h-16 items-center gap-3 px-4 lg:px-5">
          <Link to={to.home} reloadDocument aria-label={t("nav.toShop", { site: boot.site })} className="inline-flex min-h-11 min-w-11 items-center gap-2 text-20 font-[620]">
            <Mark />
            <span className="max-md:sr-only">{boot.site}</span>
          </Link>
          {store && <StoreSwitch stores={stores} store={store} />}
          {store && (
            <Link to={to.store(store.slug)} reloadDocument className="ms-auto inline-flex min-h-11 shrink-0 items-center px-2 text-14 text-ink-2 underline-offset-4 hover:text-ink hover:underline">
              {t("nav.page")}
            </Link>
          )}
        </div>
      </header>
      <Offline />
      <div className="flex-1 lg:grid lg:grid-cols-[13rem_minmax(0,1fr)]">
        {store ? <ConsoleNav store={store} /> : <div />}
        <main id="main" tabIndex={-1} className="mx-auto w-full max-w-[1200px] min-w-0 px-4 py-6 lg:px-10">
          {places.isError && <Failure problem={places.error} onRetry={() => void places.refetch()} />}
          {places.isPending && (
            <Waiting onRetry={() => void places.refetch()}>
              <Bar className="h-10 w-1/3" />
              <Bar className="mt-6 h-40" />
            </Waiting>
          )}
          {store && <Outlet key={store.id} context={store} />}
        </main>
      </div>
      <div className="max-lg:pb-16">
        <Footer />
      </div>
      <SignInAgain />
      <Announcer />
      <Toasts />
      <ScrollRestoration />
    </div>
  );
}
