"""What buyers say about what they got, in their own language; what shops answer, and whom it helped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from config.demo.content import Shop, reviews_read
from config.demo.people import LANGUAGES
from config.demo.pictures.colours import colour_of
from config.demo.snapshots import snapshot_bytes
from config.demo.world import Buyer, Counter, World
from core.scope import SYSTEM_SCOPE
from reviews import services
from reviews.models import Review
from sales.models import OrderItem, StoreOrder

WRITTEN, WITHOUT_WORDS = 0.62, 0.12  # shares of delivered lines that are reviewed, and of reviews with stars alone
ANSWERED, EDITED, WITH_PICTURES = 0.2, 0.04, 0.08
MOST_VOTES = 6
# Of a hundred reviews of a good shop so many have five stars, four, …: many fives and a bump at one.
GOOD, LATE = (62, 20, 8, 3, 7), (22, 22, 16, 22, 18)
SPAM = "Cheaper at my channel, write to @best_keys_4u!!!"

Later = Callable[[datetime, Callable[[], object]], None]


class Opinions:
    """Chances of its own, so that what is said changes nothing of what is bought."""

    def __init__(self, world: World, later: Later) -> None:
        self._world, self._later = world, later
        self._rng = Random(f"serai opinions {world.scale.name}")
        self._words = reviews_read()
        self._kinds = {picture: kind for kind, pictures in self._words["kinds"].items() for picture in pictures}
        self._counters: dict[UUID, Counter] = {counter.store.pk: counter for counter in world.counters.values()}

    def expect(self, buyer: Buyer, part: StoreOrder, delivered_at: datetime) -> None:
        """Some days after a parcel has arrived, its buyer may say something about each thing in it."""
        said_at = delivered_at + timedelta(days=self._rng.uniform(0.3, 12))
        self._later(said_at, partial(self._say, buyer, part, said_at))

    def _say(self, buyer: Buyer, part: StoreOrder, moment: datetime) -> None:
        counter = self._counters[part.store_id]
        for line in OrderItem.objects.filter(store_order=part).order_by("pk"):
            if self._rng.random() < WRITTEN:
                self._write(buyer, line, counter, moment)

    def _write(self, buyer: Buyer, line: OrderItem, counter: Counter, moment: datetime) -> None:
        stars = self._rng.choices((5, 4, 3, 2, 1), LATE if counter.shop.pace == "late" else GOOD)[0]
        text = "" if self._rng.random() < WITHOUT_WORDS else self._text(buyer, line, counter.shop, stars)
        review = services.review_write(scope=buyer.scope, order_item_id=line.pk, rating=stars, text=text)
        if text and self._rng.random() < WITH_PICTURES:
            raw = snapshot_bytes(self._world.content.goods[line.product_name][1].picture, colour_of(line.variant_name))
            services.picture_add(scope=buyer.scope, review_id=review.pk, raw=raw)
        self._follow(buyer, review, counter, moment)

    def _follow(self, buyer: Buyer, review: Review, counter: Counter, moment: datetime) -> None:
        """Votes come over weeks, an answer within days, a second thought sometimes, moderation once."""
        if review.text:
            others = [other for other in self._world.buyers if other is not buyer]
            for reader in self._rng.sample(others, min(len(others), self._rng.choice((0, 0, 0, 1, 1, 2, MOST_VOTES)))):
                read_at = moment + timedelta(days=self._rng.uniform(1, 60))
                self._later(read_at, partial(services.vote_give, scope=reader.scope, review_id=review.pk))
        if self._rng.random() < ANSWERED + (0.4 if review.rating <= 2 else 0):
            answer = self._rng.choice(self._words[LANGUAGES[buyer.person.market]][_tone(review.rating)])
            answered_at = moment + timedelta(days=self._rng.uniform(0.2, 4))
            self._later(answered_at, partial(self._answer, counter, review.pk, answer, answered_at))
        if review.text and self._rng.random() < EDITED:
            words = f"{review.text} {self._rng.choice(self._words[LANGUAGES[buyer.person.market]][str(review.rating)])}"
            changed_at = moment + timedelta(days=self._rng.uniform(5, 40))
            self._later(changed_at, partial(services.review_update, scope=buyer.scope, review_id=review.pk, text=words))

    def _answer(self, counter: Counter, review_id: UUID, text: str, moment: datetime) -> None:
        if counter.sells_at(moment):
            services.reply_write(scope=counter.scope, review_id=review_id, text=text)

    def _text(self, buyer: Buyer, line: OrderItem, shop: Shop, stars: int) -> str:
        words: dict[str, Any] = self._words[LANGUAGES[buyer.person.market]]
        kind = self._kinds[self._world.content.goods[line.product_name][1].picture]
        said = [self._rng.choice(words[str(stars)])]
        if self._rng.random() < 0.75:
            said.append(self._rng.choice(words["good" if stars >= 4 or self._rng.random() < 0.2 else "bad"][kind]))
        if stars == 4 and self._rng.random() < 0.4:
            said.append(self._rng.choice(words["bad"][kind]))
        if self._rng.random() < 0.3:
            said.append(self._rng.choice(words["late" if shop.pace == "late" else "swift"]))
        return " ".join(said)

    def moderate_one(self) -> None:
        """Somebody advertised below a product; two readers saw it, and platform people hid it. Another one waits."""
        written = list(Review.objects.exclude(text="").order_by("-pk").select_related("author")[:40])
        spam, doubtful = written[7 % len(written)], written[-1]
        services.review_update(scope=self._scope_of(spam), review_id=spam.pk, rating=5, text=SPAM)
        for review, reason in ((spam, "spam"), (doubtful, "unrelated")):
            readers = [buyer for buyer in self._world.buyers if buyer.user.pk != review.author_id][:2]
            for reader in readers:
                services.review_report(scope=reader.scope, review_id=review.pk, reason=reason)
        services.review_hide(scope=SYSTEM_SCOPE, review_id=spam.pk, reason="It advertises another shop.")

    def _scope_of(self, review: Review) -> Any:
        return next(buyer.scope for buyer in self._world.buyers if buyer.user.pk == review.author_id)


def _tone(stars: int) -> str:
    return "thanks" if stars >= 4 else "sorry"
