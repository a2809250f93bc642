import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";

import { useRead } from "../../shared/api/read";
import { boot } from "../../shared/boot";
import { specification } from "../../shared/lib/format";
import { ProductGrid } from "../../shared/products/ProductGrid";
import { rememberProduct } from "../../shared/products/seen";
import { WishButton } from "../../shared/products/WishButton";
import { to } from "../../shared/routes";
import { Breadcrumbs } from "../../shared/ui/Breadcrumbs";
import { Missing } from "../../shared/ui/Missing";
import { Page, Title } from "../../shared/ui/Page";
import { Bar, Failure, Waiting } from "../../shared/ui/states";
import { Buying } from "./Buying";
import { labelOf, offerOf, picturesOf, variantOf, type Product, type Variant } from "./choice";
import { Gallery } from "./Gallery";
import { Reviews } from "./Reviews";
import { Variants } from "./Variants";

export function ProductPage() {
  const { slug = "" } = useParams();
  const { t } = useTranslation();
  const product = useRead("/api/catalog/products/{slug}/", { path: { slug }, query: { market: boot.market } });
  if (product.isError && product.error.status === 404) return <Missing />;
  if (product.isError && !product.data) {
    return (
      <div className="wrap py-10">
        <Failure problem={product.error} onRetry={() => void product.refetch()} what={t("product.thisProduct")} />
      </div>
    );
  }
  if (!product.data) {
    return (
      <Waiting onRetry={() => void product.refetch()}>
        <div className="wrap grid gap-8 py-6 lg:grid-cols-2">
          <Bar className="aspect-square" />
          <div>
            <Bar className="h-10 w-3/4" />
            <Bar className="mt-4 h-4 w-1/2" />
            <Bar className="mt-8 h-12 w-full" />
          </div>
        </div>
      </Waiting>
    );
  }
  return <Shown key={product.data.id} product={product.data} />;
}

function Shown({ product }: { product: Product }) {
  const { t } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const variant = variantOf(product, address.get("variant"));
  const offer = offerOf(variant, address.get("offer"));
  const way = product.categories.map(({ name }, index) => ({
    name,
    address: to.category(product.categories.slice(0, index + 1).map(({ slug }) => slug).join("/")),
  }));

  useEffect(() => {
    if (!product.is_active) return;
    rememberProduct({ slug: product.slug, name: product.name, image: product.images[0] ?? null });
  }, [product]);

  const choose = (next: { variant?: string; offer?: string }) => {
    const changed = new URLSearchParams(address);
    if (next.variant !== undefined) {
      changed.set("variant", next.variant);
      changed.delete("offer");
    }
    if (next.offer !== undefined) changed.set("offer", next.offer);
    setAddress(changed, { replace: true, preventScrollReset: true });
  };

  return (
    <Page title={product.name} className="wrap py-4 md:py-6">
      <Breadcrumbs way={way} here={product.name} />
      <div className="mt-2 grid gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
        <Gallery key={variant?.id} pictures={picturesOf(product, variant)} />
        <div>
          <div className="flex items-start justify-between gap-2">
            <Title className="heading-40">
              <bdi>{product.name}</bdi>
            </Title>
            <WishButton productId={product.id} name={product.name} className="-me-2 shrink-0" />
          </div>
          <Maker product={product} />
          {!product.is_active && <p className="mt-4 border-s-3 border-warn ps-4 py-1 font-[560]">{t("product.noLongerSold")}</p>}
          {variant && <Variants product={product} variant={variant} onChoose={(sku) => choose({ variant: sku })} />}
          <Buying product={product} variant={variant} offer={offer} onOffer={(itemId) => choose({ offer: itemId })} />
        </div>
      </div>
      <Facts product={product} variant={variant} />
      <Reviews product={product} />
      {product.alternatives.length > 0 && (
        <section className="mt-16" aria-labelledby="alternatives">
          <h2 id="alternatives" className="heading-24 mb-4">
            {product.is_active ? t("product.alsoLooked") : t("product.instead")}
          </h2>
          <ProductGrid cards={product.alternatives} headingLevel={3} />
        </section>
      )}
    </Page>
  );
}

function Maker({ product }: { product: Product }) {
  const line = specification(product.attributes.slice(0, 4).map(labelOf));
  return (
    <>
      {product.brand && (
        <p className="mt-1 text-ink-2">
          <bdi>{product.brand.name}</bdi>
        </p>
      )}
      {line && <p className="spec mt-2 rtl:text-right">{line}</p>}
    </>
  );
}

/** What it is, in words and in a table of its properties. */
function Facts({ product, variant }: { product: Product; variant: Variant | undefined }) {
  const { t } = useTranslation();
  const attributes = [...product.attributes, ...(variant?.attributes ?? [])];
  return (
    <div className="mt-12 grid gap-10 lg:grid-cols-2">
      {product.description && (
        <section aria-labelledby="description">
          <h2 id="description" className="heading-24 mb-3">
            {t("product.description")}
          </h2>
          <div dir="auto" className="max-w-[56ch] text-18 whitespace-pre-line">
            {product.description}
          </div>
        </section>
      )}
      <section aria-labelledby="properties">
        <h2 id="properties" className="heading-24 mb-3">
          {t("product.properties")}
        </h2>
        <dl className="border-t border-line">
          {attributes.map((one) => (
            <Fact key={one.code} name={one.name} value={labelOf(one)} />
          ))}
          {variant && variant.weight_grams > 0 && <Fact name={t("product.weight")} value={`${variant.weight_grams} g`} />}
          {variant && variant.length_mm > 0 && <Fact name={t("product.size")} value={`${variant.length_mm} × ${variant.width_mm} × ${variant.height_mm} mm`} />}
          {variant && <Fact name={t("product.sku")} value={variant.sku} isCode />}
        </dl>
      </section>
    </div>
  );
}

function Fact({ name, value, isCode = false }: { name: string; value: string; isCode?: boolean }) {
  return (
    <div className="grid grid-cols-2 gap-4 border-b border-line py-2">
      <dt className="text-ink-2">{name}</dt>
      <dd>{isCode ? <span className="spec">{value}</span> : <bdi>{value}</bdi>}</dd>
    </div>
  );
}
