import { ChevronLeft, ChevronRight } from "lucide-react";
import { useId, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useRead } from "../../shared/api/read";
import { boot } from "../../shared/boot";
import { useCategories } from "../../shared/categories";
import { ProductCard, type Card } from "../../shared/products/ProductCard";
import { GridFrame, gridLook, RestOfRow } from "../../shared/products/ProductGrid";
import { forgetProducts, seenProducts } from "../../shared/products/seen";
import { to } from "../../shared/routes";
import { Button, buttonLook } from "../../shared/ui/Button";
import { Page, Title } from "../../shared/ui/Page";
import { Picture } from "../../shared/ui/Picture";
import { Failure, Waiting } from "../../shared/ui/states";

const IN_A_ROW = 12;

export function HomePage() {
  const { t } = useTranslation();
  const newest = useRead("/api/catalog/products/", { query: { market: boot.market, page_size: IN_A_ROW } });
  const loved = useRead("/api/catalog/products/", { query: { market: boot.market, ordering: "rating", available: "true", page_size: IN_A_ROW } });
  const tree = useCategories();
  const hero = newest.data?.results.find(({ image, is_available }) => image && is_available);
  const first = tree[0];
  const doors = tree.flatMap((one) => one.children);
  return (
    <Page title={t("home.title")}>
      <section className="border-b border-line">
        <div className="wrap grid items-center gap-6 py-8 md:grid-cols-2 md:py-16">
          <div>
            <Title className="heading-54">{t("home.headline")}</Title>
            <p className="mt-4 max-w-[48ch] text-18 text-ink-2">{t("home.lead")}</p>
            <p className="mt-6 flex flex-wrap gap-3">
              {first && (
                <Link to={to.category(first.path)} className={buttonLook("primary")}>
                  {t("home.browse", { category: first.name })}
                </Link>
              )}
            </p>
          </div>
          {hero ? (
            <Link to={to.product(hero.slug)} className="block" aria-label={hero.name}>
              <Picture image={hero.image} sizes="(width >= 768px) 50vw, 100vw" isFirst className="max-md:aspect-[4/3]" />
            </Link>
          ) : (
            <div aria-hidden className="aspect-square bg-plate max-md:aspect-[4/3]" />
          )}
        </div>
      </section>
      <div className="wrap">
        <Row title={t("home.newest")} query={newest} isFirst />
        <section className="mt-16" aria-labelledby="doors">
          <h2 id="doors" className="heading-24 mb-4">
            {t("layout.categories")}
          </h2>
          <ul className={gridLook}>
            {doors.map((one) => (
              <li key={one.id} className="relative p-4 hover:bg-surface">
                <Link to={to.category(one.path)} className="text-18 font-[560] before:absolute before:inset-0 underline-offset-4 hover:underline">
                  {one.name}
                </Link>
                <p className="mt-1 truncate text-14 text-ink-2">{one.children.map(({ name }) => name).join(" · ")}</p>
              </li>
            ))}
            <RestOfRow count={doors.length} />
          </ul>
        </section>
        <Row title={t("home.loved")} query={loved} />
        <Viewed />
      </div>
    </Page>
  );
}

interface RowProperties {
  title: string;
  query: ReturnType<typeof useRead<"/api/catalog/products/">>;
  isFirst?: boolean;
}

function Row({ title, query, isFirst = false }: RowProperties) {
  const { t } = useTranslation();
  if (query.isPending) {
    return (
      <section className="mt-12">
        <h2 className="heading-24 mb-4">{title}</h2>
        <Waiting onRetry={() => void query.refetch()}>
          <GridFrame count={4} />
        </Waiting>
      </section>
    );
  }
  if (query.isError && !query.data) {
    return (
      <section className="mt-12">
        <h2 className="heading-24 mb-4">{title}</h2>
        <Failure problem={query.error} onRetry={() => void query.refetch()} what={t("listing.theProducts")} />
      </section>
    );
  }
  return (
    <Shelf title={title}>
      {query.data.results.map((card: Card, index) => (
        <li key={card.id} className="w-[44vw] shrink-0 snap-start bg-bg md:w-[30vw] lg:w-[calc((100%-3px)/4)]">
          <ProductCard card={card} isFirst={isFirst && index < 2} headingLevel={3} />
        </li>
      ))}
    </Shelf>
  );
}

/** A row that is scrolled by hand, or by its arrows; it never moves by itself. */
function Shelf({ title, children, tools }: { title: string; children: ReactNode; tools?: ReactNode }) {
  const { t } = useTranslation();
  const id = useId();
  const row = useRef<HTMLUListElement>(null);
  const move = (pages: number) => {
    const element = row.current;
    const sign = document.documentElement.dir === "rtl" ? -1 : 1;
    element?.scrollBy({ left: sign * pages * element.clientWidth * 0.9, behavior: "smooth" });
  };
  const arrow = "grid size-11 place-items-center rounded-control border border-field hover:border-ink";
  return (
    <section className="mt-12" aria-labelledby={id}>
      <div className="mb-4 flex items-center justify-between gap-4">
        <h2 id={id} className="heading-24">
          {title}
        </h2>
        <div className="flex gap-2">
          {tools}
          <button type="button" className={`${arrow} max-md:hidden`} aria-label={t("home.back", { row: title })} onClick={() => move(-1)}>
            <ChevronLeft aria-hidden size={20} className="mirrored" />
          </button>
          <button type="button" className={`${arrow} max-md:hidden`} aria-label={t("home.on", { row: title })} onClick={() => move(1)}>
            <ChevronRight aria-hidden size={20} className="mirrored" />
          </button>
        </div>
      </div>
      <ul ref={row} className="flex snap-x gap-px overflow-x-auto border-y border-line bg-line">
        {children}
      </ul>
    </section>
  );
}

function Viewed() {
  const { t } = useTranslation();
  const [seen, setSeen] = useState(seenProducts);
  if (seen.length === 0) return null;
  return (
    <Shelf
      title={t("home.viewed")}
      tools={
        <Button
          look="text"
          onClick={() => {
            forgetProducts();
            setSeen([]);
          }}
        >
          {t("home.forget")}
        </Button>
      }
    >
      {seen.map(({ slug, name, image }) => (
        <li key={slug} className="relative w-[36vw] shrink-0 snap-start bg-bg md:w-[20vw] lg:w-[calc((100%-5px)/6)]">
          <Picture image={image && { ...image, alt_text: "" }} sizes="20vw" />
          <h3 className="truncate px-3 py-3 text-16">
            <Link to={to.product(slug)} className="before:absolute before:inset-0 underline-offset-4 hover:underline">
              <bdi>{name}</bdi>
            </Link>
          </h3>
        </li>
      ))}
    </Shelf>
  );
}
