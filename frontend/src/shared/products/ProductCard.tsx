import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { components } from "../api/schema";
import { number } from "../lib/format";
import { to } from "../routes";
import { Picture } from "../ui/Picture";
import { Price } from "../ui/Price";
import { WishButton } from "./WishButton";

export type Card = components["schemas"]["ProductCard"];

const SIZES = "(width >= 1024px) 25vw, (width >= 768px) 33vw, 50vw";

interface Properties {
  card: Card;
  isFirst?: boolean;
  headingLevel?: 2 | 3;
}

/** A cell of the sheet: one link that covers it, and the button of the wishlist above it. */
export function ProductCard({ card, isFirst = false, headingLevel = 2 }: Properties) {
  const { t } = useTranslation();
  const Heading = `h${headingLevel}` as const;
  const maker = card.stores.length > 0 ? card.stores.map(({ name }) => name).join(", ") : card.brand;
  return (
    <article className="group relative flex flex-col">
      <Picture image={card.image && { ...card.image, alt_text: "" }} sizes={SIZES} isFirst={isFirst} />
      <div className="flex flex-1 flex-col px-3 pt-3 pb-4 md:px-4">
        <Heading className="text-16 font-[560]">
          <Link to={to.product(card.slug)} data-card className="before:absolute before:inset-0 group-hover:underline underline-offset-4">
            <bdi>{card.name}</bdi>
          </Link>
        </Heading>
        {maker && (
          <p className="mt-0.5 truncate text-14 text-ink-2">
            <bdi>{maker}</bdi>
          </p>
        )}
        <p className="spec mt-1 truncate rtl:text-right">
          <bdi>{card.category.name}</bdi>
          {card.rating.average !== null && <> · ★ {number(Math.round(card.rating.average * 10) / 10)}</>}
        </p>
        <p className="mt-auto flex flex-wrap items-baseline gap-x-2 pt-2">
          <Price amount={card.price} className="text-16 font-[560]" />
          {card.compare_at && (
            <s className="text-14 text-ink-2">
              <span className="sr-only">{t("product.before")} </span>
              <Price amount={card.compare_at} />
            </s>
          )}
          {!card.is_available && <span className="text-14 text-ink-2">{t("stock.soldOut")}</span>}
          {card.is_available && card.offer_count > 1 && <span className="text-14 text-ink-2">{t("product.offers", { count: card.offer_count, shown: number(card.offer_count) })}</span>}
        </p>
      </div>
      <WishButton productId={card.id} name={card.name} className="absolute end-1 top-1 z-1" />
    </article>
  );
}
