"""Words that nobody has, and the words that were meant: the nearest known ones, by letters added, lost or swapped."""

from __future__ import annotations

from collections import defaultdict

from django.db import OperationalError

from storefront.selectors.limits import TIMEOUT_MS, limited, raise_unless_timed_out

CANDIDATES = 10  # of each word, by common trigrams
_SIMILAR = {"pg_trgm.similarity_threshold": "0.25"}  # two letters swapped in a word of six still count
_NEAR = (
    "SELECT q.word, w.word, w.uses FROM unnest(%(words)s::text[]) q(word) CROSS JOIN LATERAL ("  # noqa: S608
    "SELECT k.word, sum(k.uses) AS uses FROM storefront_searchword k "
    "WHERE k.kind = 'product' AND k.market_code = %(market)s AND k.word %% q.word "
    f"GROUP BY k.word ORDER BY similarity(k.word, q.word) DESC, sum(k.uses) DESC LIMIT {CANDIDATES}) w"
)


def correction(*, words: str, market: str) -> str:
    """The words with each unknown one replaced by what was meant; empty where nothing better is known."""
    typed = words.split()
    try:
        rows = limited(_NEAR, {"words": typed, "market": market}, options=_SIMILAR, timeout_ms=TIMEOUT_MS)
    except OperationalError as error:
        raise_unless_timed_out(error)
        return ""
    near: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for word, candidate, uses in rows:
        near[word].append((candidate, int(uses)))
    better = " ".join(_meant(word, near[word]) for word in typed)
    return better if better != words else ""


def _meant(word: str, candidates: list[tuple[str, int]]) -> str:
    """The nearest candidate, at most two steps away, one in a short word; of equally near ones the more used."""
    most = 1 if len(word) < 6 else 2
    ranked = sorted((distance(word, known), -uses, known) for known, uses in candidates)
    return ranked[0][2] if ranked and ranked[0][0] <= most else word


def distance(one: str, other: str) -> int:
    """Letters to add, drop, change or swap with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        above, before = before, row
        row = [at]
        for place, wanted in enumerate(other, start=1):
            step = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != wanted))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                step = min(step, above[place - 2] + 1)
            row.append(step)
    return row[-1]
