import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useRead } from "../../shared/api/read";
import { number } from "../../shared/lib/format";
import { Distribution, ReviewList } from "../../shared/reviews/ReviewList";
import { Button } from "../../shared/ui/Button";
import type { Product } from "./choice";


export function Reviews({ product }: { product: Product }) {
  const { t } = useTranslation();
  const [stars, setStars] = useState<number | null>(null);
  const [hasPictures, setHasPictures] = useState(false);
  const query = { rating: stars ?? undefined, has_pictures: hasPictures || undefined };
  const { data } = useRead("/api/reviews/products/{key}/", { path: { key: product.slug }, query }, { placeholderData: (before) => before });
  const { average, count } = product.rating;
  return (
    <section className="mt-16" aria-labelledby="reviews">
      <h2 id="reviews" className="heading-24">
        {t("reviews.title")}
      </h2>
      {count === 0 ? (
        <p className="mt-2 text-ink-2">{t("reviews.none")}</p>
      ) : (
        <div className="mt-4 grid gap-8 lg:grid-cols-[20rem_1fr]">
          <div>
            <p className="text-30 font-[600] figures">
              ★ {number(Math.round((average ?? 0) * 10) / 10)}
              <span className="ms-2 text-16 font-[400] text-ink-2">{t("reviews.count", { count, shown: number(count) })}</span>
            </p>
            {data && <Distribution stars={data.summary.stars} count={data.summary.count} chosen={stars} onChoose={(one) => setStars(one === stars ? null : one)} />}
            <Button look="quiet" className="mt-4" aria-pressed={hasPictures} onClick={() => setHasPictures(!hasPictures)}>
              {t("reviews.withPictures")}
            </Button>
          </div>
          <div>
            {data && <ReviewList reviews={data.results} />}
            {data?.results.length === 0 && <p className="text-ink-2">{t("reviews.nothing")}</p>}
          </div>
        </div>
      )}
    </section>
  );
}

