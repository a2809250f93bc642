import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { useRead } from "../../shared/api/read";
import { boot } from "../../shared/boot";
import { trail, useCategories } from "../../shared/categories";
import { number } from "../../shared/lib/format";
import { to } from "../../shared/routes";
import { Breadcrumbs } from "../../shared/ui/Breadcrumbs";
import { Missing } from "../../shared/ui/Missing";
import { Page, Title } from "../../shared/ui/Page";
import { Empty } from "../../shared/ui/states";
import { Listing } from "../../shared/listing/Listing";

export function CategoryPage() {
  const { t } = useTranslation();
  const path = (useParams()["*"] ?? "").replace(/\/$/, "");
  const tree = useCategories();
  const way = trail(tree, path);
  const category = way.at(-1);
  if (tree.length > 0 && !category) return <Missing />;
  const slug = path.split("/").at(-1) ?? "";
  return (
    <Page title={category?.name ?? "…"} className="wrap py-6">
      <Breadcrumbs way={way.slice(0, -1).map((one) => ({ name: one.name, address: to.category(one.path) }))} here={category?.name ?? ""} />
      <Listing
        key={path}
        given={{ category: slug }}
        heading={(count) => (
          <>
            <Title className="heading-30 mt-2">
              <bdi>{category?.name}</bdi> {count && <span className="text-18 font-[400] tracking-normal text-ink-2">{count}</span>}
            </Title>
            {category && category.children.length > 0 && <Below slug={slug} path={path} tree={category.children} />}
          </>
        )}
        empty={<Empty title={t("listing.emptyCategory")} />}
      />
    </Page>
  );
}

/** The categories below, each with its number of products. */
function Below({ slug, tree }: { slug: string; path: string; tree: ReturnType<typeof useCategories> }) {
  const { t } = useTranslation();
  const { data } = useRead("/api/catalog/facets/", { query: { category: slug, market: boot.market } });
  const counts = new Map(data?.categories.map((one) => [one.slug, one.count]));
  return (
    <nav aria-label={t("listing.below")} className="mt-4 flex gap-x-4 overflow-x-auto">
      {tree.map((one) => (
        <Link key={one.id} to={to.category(one.path)} className="inline-flex min-h-11 shrink-0 items-center gap-2 underline underline-offset-4 decoration-ink-3 hover:decoration-current">
          <bdi>{one.name}</bdi>
          {counts.has(one.slug) && <span className="figures text-14 text-ink-2">{number(counts.get(one.slug) ?? 0)}</span>}
        </Link>
      ))}
    </nav>
  );
}
