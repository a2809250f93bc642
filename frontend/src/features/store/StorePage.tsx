import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { api } from "../../shared/api/client";
import type { Problem } from "../../shared/api/problem";
import { useRead } from "../../shared/api/read";
import type { components } from "../../shared/api/schema";
import { boot } from "../../shared/boot";
import { day, number } from "../../shared/lib/format";
import { Listing } from "../../shared/listing/Listing";
import { Distribution, ReviewList } from "../../shared/reviews/ReviewList";
import { to } from "../../shared/routes";
import { Button } from "../../shared/ui/Button";
import { Missing } from "../../shared/ui/Missing";
import { Page, Title } from "../../shared/ui/Page";
import { Bar, Empty, Failure, Waiting } from "../../shared/ui/states";
import { toast } from "../../shared/ui/Toasts";

type Store = components["schemas"]["StoreOutput"];
const TABS = ["products", "reviews", "about", "policies"] as const;
type Tab = (typeof TABS)[number];

export function StorePage() {
  const { t } = useTranslation();
  const { handle = "", tab = "products" } = useParams();
  const store = useRead("/api/marketplace/stores/{key}/", { path: { key: handle } });
  if (!TABS.includes(tab as Tab) || (store.isError && store.error.status === 404)) return <Missing />;
  if (store.isError && !store.data) {
    return (
      <div className="wrap py-10">
        <Failure problem={store.error} onRetry={() => void store.refetch()} what={t("store.thisShop")} />
      </div>
    );
  }
  if (!store.data) {
    return (
      <Waiting onRetry={() => void store.refetch()}>
        <div className="wrap py-10">
          <Bar className="h-10 w-1/2" />
          <Bar className="mt-4 h-4 w-1/3" />
        </div>
      </Waiting>
    );
  }
  return <Shown store={store.data} tab={tab as Tab} />;
}

function Shown({ store, tab }: { store: Store; tab: Tab }) {
  const { t } = useTranslation();
  const name = tab === "products" ? store.name : `${t(`store.tabs.${tab}`)}, ${store.name}`;
  return (
    <Page title={name} className="wrap py-6">
      <header className="border-t-3 pt-6" style={{ borderColor: store.primary_color || "var(--ink)" }}>
        <div className="flex flex-wrap items-start gap-4">
          {store.logo_url && <img src={store.logo_url} alt="" width={64} height={64} className="size-16 bg-plate object-contain" />}
          <div className="min-w-0 flex-1">
            <Title className="heading-40">
              <bdi>{store.name}</bdi>
            </Title>
            {store.tagline && (
              <p dir="auto" className="mt-1 text-18 text-ink-2">
                {store.tagline}
              </p>
            )}
            <Standing store={store} />
          </div>
          <Follow store={store} />
        </div>
      </header>
      {store.holiday?.status === "RUNNING" && (
        <p className="mt-6 border-s-3 border-warn bg-warn-wash px-4 py-3 text-warn">
          {t("store.holiday", { day: day(store.holiday.ends_at) })} <bdi>{store.holiday.message}</bdi>
        </p>
      )}
      <nav aria-label={t("store.parts")} className="mt-6 flex gap-x-2 overflow-x-auto border-b border-line">
        {TABS.map((one) => (
          <Link
            key={one}
            to={one === "products" ? to.store(store.slug) : to.storeTab(store.slug, one)}
            aria-current={one === tab ? "page" : undefined}
            preventScrollReset
            className="-mb-px inline-flex min-h-11 items-center border-b-2 border-transparent px-3 aria-[current=page]:border-ink aria-[current=page]:font-[560]"
          >
            {t(`store.tabs.${one}`)}
          </Link>
        ))}
      </nav>
      {tab === "products" && (
        <Listing given={{ store: store.slug }} heading={(count) => <p className="pt-4 text-ink-2">{count}</p>} empty={<Empty title={t("store.noProducts")} />} />
      )}
      {tab === "reviews" && <StoreReviews store={store} />}
      {tab === "about" && <About store={store} />}
      {tab === "policies" && <Policies store={store} />}
    </Page>
  );
}

/** Figures, each with what it rests on. */
function Standing({ store }: { store: Store }) {
  const { t } = useTranslation();
  const { rating, shipped_on_time: punctual } = store;
  return (
    <ul className="mt-3 flex flex-wrap gap-x-6 gap-y-1 text-14 text-ink-2">
      {store.city && (
        <li>
          <bdi>{store.city}</bdi>
        </li>
      )}
      <li>{t("store.since", { year: new Intl.DateTimeFormat(boot.language === "fa" ? "fa-IR" : boot.language, { year: "numeric" }).format(new Date(store.opened_at)) })}</li>
      {rating.average !== null && (
        <li className="figures">
          ★ {number(Math.round(rating.average * 10) / 10)} · {t("reviews.count", { count: rating.count, shown: number(rating.count) })}
        </li>
      )}
      {punctual.percent !== null && (
        <li className="figures">{t("store.onTime", { percent: number(punctual.percent), count: punctual.parcels, shown: number(punctual.parcels) })}</li>
      )}
      {store.is_open_now !== null && <li className={store.is_open_now ? "text-ok" : ""}>{store.is_open_now ? t("store.open") : t("store.closed")}</li>}
    </ul>
  );
}

function Follow({ store }: { store: Store }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const follows = useRead("/api/marketplace/follows/", {}, { enabled: boot.person !== null });
  const isFollowed = JSON.stringify(follows.data ?? {}).includes(`"${store.slug}"`);
  const change = useMutation<unknown, Problem, boolean>({
    mutationFn: (wanted) => {
      const path = { params: { path: { key: store.slug } } };
      return wanted ? api.PUT("/api/marketplace/stores/{key}/follow/", path) : api.DELETE("/api/marketplace/stores/{key}/follow/", path);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ["/api/marketplace/follows/"] }),
    onError: (problem) => toast(problem.detail || t("state.unreachable")),
  });
  if (!boot.person) return null;
  return (
    <Button look="quiet" aria-pressed={isFollowed} isBusy={change.isPending} onClick={() => change.mutate(!isFollowed)}>
      {isFollowed ? t("store.following") : t("store.follow")}
    </Button>
  );
}

function StoreReviews({ store }: { store: Store }) {
  const { t } = useTranslation();
  const { data, isError, error, refetch } = useRead("/api/reviews/stores/{key}/", { path: { key: store.slug } });
  if (isError && !data) return <Failure problem={error} onRetry={() => void refetch()} what={t("reviews.title")} />;
  if (!data) return <Bar className="mt-6 h-40" />;
  if (data.summary.count === 0) return <p className="mt-6 text-ink-2">{t("reviews.none")}</p>;
  return (
    <div className="mt-6 grid gap-8 lg:grid-cols-[20rem_1fr]">
      <Distribution stars={data.summary.stars} count={data.summary.count} chosen={null} onChoose={() => undefined} />
      <ReviewList reviews={data.results} />
    </div>
  );
}

function About({ store }: { store: Store }) {
  const { t } = useTranslation();
  return (
    <div className="mt-6">
      <div dir="auto" className="max-w-[62ch] text-18 whitespace-pre-line">
        {store.description || t("store.noAbout")}
      </div>
      {store.website && (
        <p className="mt-4">
          <a href={store.website} rel="noopener noreferrer nofollow ugc" className="underline underline-offset-4">
            <bdi dir="ltr">{store.website}</bdi>
          </a>
        </p>
      )}
    </div>
  );
}

function Policies({ store }: { store: Store }) {
  const { t } = useTranslation();
  const { data } = useRead("/api/marketplace/stores/{key}/policies/", { path: { key: store.slug } });
  if (!data) return <Bar className="mt-6 h-40" />;
  return (
    <div className="mt-6 grid gap-8">
      {data.results.map(({ kind, text, is_default }) => (
        <section key={kind} aria-labelledby={`policy-${kind}`}>
          <h2 id={`policy-${kind}`} className="heading-20">
            {t(`store.policies.${kind}`)}
          </h2>
          {is_default && <p className="text-14 text-ink-2">{t("store.defaultPolicy", { site: boot.site })}</p>}
          <div dir="auto" className="mt-2 max-w-[62ch] whitespace-pre-line">
            {text}
          </div>
        </section>
      ))}
    </div>
  );
}
