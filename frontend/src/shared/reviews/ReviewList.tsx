import { ThumbsUp } from "lucide-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../api/client";
import type { Problem } from "../api/problem";
import type { components } from "../api/schema";
import { boot } from "../boot";
import { day, number } from "../lib/format";
import { toast } from "../ui/Toasts";

type Review = components["schemas"]["ReviewOutput"];

export function ReviewList({ reviews }: { reviews: Review[] }) {
  return (
    <ol className="border-t border-line">
      {reviews.map((review) => (
        <li key={review.id} className="border-b border-line py-4">
          <One review={review} />
        </li>
      ))}
    </ol>
  );
}

function One({ review }: { review: Review }) {
  const { t } = useTranslation();
  return (
    <article>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span role="img" aria-label={t("reviews.stars", { count: review.rating, shown: number(review.rating) })} className="tracking-widest text-signal-text">
          {"★".repeat(review.rating)}
          <span className="text-ink-3">{"☆".repeat(5 - review.rating)}</span>
        </span>
        <span className="font-[560]">
          <bdi>{review.author}</bdi>
        </span>
        {review.is_verified && <span className="text-14 text-ok">{t("reviews.verified")}</span>}
        <time dateTime={review.written_at} className="text-14 text-ink-2">
          {day(review.written_at)}
        </time>
        {review.variant_name && (
          <span className="text-14 text-ink-2">
            <bdi>{review.variant_name}</bdi>
          </span>
        )}
      </p>
      <p dir="auto" className="mt-1 max-w-[62ch] whitespace-pre-line">
        {review.text}
      </p>
      {review.images.length > 0 && (
        <ul className="mt-2 flex gap-2">
          {review.images.map((image, index) => (
            <li key={image.id}>
              <img src={image.url} width={96} height={96} loading="lazy" alt={t("reviews.picture", { at: number(index + 1), author: review.author })} className="size-24 bg-plate object-cover" />
            </li>
          ))}
        </ul>
      )}
      {review.reply && (
        <div className="mt-3 ms-4 border-s border-field ps-4">
          <p className="text-14 text-ink-2">
            {t("reviews.reply")} <bdi>{review.store.name}</bdi> · <time dateTime={review.reply.replied_at}>{day(review.reply.replied_at)}</time>
          </p>
          <p dir="auto" className="max-w-[62ch] whitespace-pre-line">
            {review.reply.text}
          </p>
        </div>
      )}
      {!review.is_mine && <Helpful review={review} />}
    </article>
  );
}

function Helpful({ review }: { review: Review }) {
  const { t } = useTranslation();
  const [vote, setVote] = useState({ isMine: review.is_helpful, count: review.helpful_count });
  const change = useMutation<unknown, Problem, boolean>({
    mutationFn: (wanted) => {
      const path = { params: { path: { review_id: review.id } } };
      return wanted ? api.PUT("/api/reviews/{review_id}/vote/", path) : api.DELETE("/api/reviews/{review_id}/vote/", path);
    },
    onSuccess: (_, wanted) => setVote({ isMine: wanted, count: vote.count + (wanted ? 1 : -1) }),
    onError: (problem) => toast(problem.detail || t("state.unreachable")),
  });
  if (!boot.person) {
    return vote.count > 0 ? <p className="mt-2 text-14 text-ink-2">{t("reviews.helpfulCount", { count: vote.count, shown: number(vote.count) })}</p> : null;
  }
  return (
    <button type="button" aria-pressed={vote.isMine} className="mt-1 inline-flex min-h-11 items-center gap-2 text-14 underline-offset-4 hover:underline" onClick={() => change.mutate(!vote.isMine)}>
      <ThumbsUp aria-hidden size={16} className={vote.isMine ? "fill-signal stroke-signal" : undefined} />
      {t("reviews.helpful")} {vote.count > 0 && <span className="figures">({number(vote.count)})</span>}
    </button>
  );
}

interface DistributionProperties {
  stars: Record<1 | 2 | 3 | 4 | 5, number>;
  count: number;
  chosen: number | null;
  onChoose: (stars: number) => void;
}

/** How many gave how many stars; a row shows only those. */
export function Distribution({ stars, count, chosen, onChoose }: DistributionProperties) {
  const { t } = useTranslation();
  return (
    <ul className="mt-3">
      {([5, 4, 3, 2, 1] as const).map((one) => (
        <li key={one}>
          <button
            type="button"
            aria-pressed={chosen === one}
            disabled={stars[one] === 0}
            onClick={() => onChoose(one)}
            aria-label={t("reviews.only", { stars: number(one), count: stars[one], shown: number(stars[one]) })}
            className="grid min-h-9 w-full grid-cols-[2.5rem_1fr_3rem] items-center gap-2 text-14 hover:underline aria-pressed:font-[560]"
          >
            <span className="figures text-start">{number(one)} ★</span>
            <span className="h-2 bg-plate">
              <span className="block h-full bg-ink-3" style={{ inlineSize: `${count > 0 ? (100 * stars[one]) / count : 0}%` }} />
            </span>
            <span className="figures text-end text-ink-2">{number(stars[one])}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
