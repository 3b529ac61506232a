"""Three-way merge of texts, by lines and then by words; deterministic, and of bounded cost.

The browser's preview is built alike; tests/vectors/merge.json holds both to the same answers.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

TEXT_MAX = 65_536
"""No long text has more characters."""
WORK_MAX = 1_200_000
"""Steps that a merge may take, half a second at most; texts that need more are not merged."""
WORDS = re.compile(r"\w+|\s+|[^\w\s]")

Tokens = Sequence[str]


def normal_text(text: str) -> str:
    """A long text as it is kept."""
    return text.replace("\x00", "").replace("\r\n", "\n").rstrip()


class Clash(Exception):
    """Both sides wrote the same place."""


class TooMuch(Exception):
    """The texts differ in too many places to be compared in bounded time."""


class Hunk(NamedTuple):
    """Tokens that one side put in place of base[low:high]."""

    low: int
    high: int
    tokens: tuple[str, ...]


class Work:
    """What a merge has left to spend."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise TooMuch


def merge(base: str, mine: str, theirs: str) -> str | None:
    """The text with both sides' changes to the base, None when they clash or differ too much.

    Insertions of both at one point are both kept, theirs first.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    work = Work(WORK_MAX)
    try:
        lines = _merge_lines(_lines(base), _lines(mine), _lines(theirs), work)
    except (Clash, TooMuch):
        return None
    return "\n".join(lines)


def _lines(text: str) -> list[str]:
    # An empty text has no line, so that two who begin it write two lines.
    return text.split("\n") if text else []


def _merge_lines(base: Tokens, mine: Tokens, theirs: Tokens, work: Work) -> list[str]:
    merged: list[str] = []
    at = 0
    for low, high, ours, other in _places(
        _hunks(base, mine, work), _hunks(base, theirs, work), is_touch_apart=True
    ):
        merged += base[at:low]
        merged += _merge_place(base, (low, high), ours, other, work)
        at = high
    return [*merged, *base[at:]]


def _merge_place(
    base: Tokens, place: tuple[int, int], mine: list[Hunk], theirs: list[Hunk], work: Work
) -> Tokens:
    """The lines that stand for base[low:high] after what both sides did there."""
    low, high = place
    here = base[low:high]
    if not mine or not theirs:
        return _applied(base, low, high, mine or theirs)
    if low == high:
        return _both(mine[0], theirs[0])
    sides = [_applied(base, low, high, hunks) for hunks in (mine, theirs)]
    if sides[0] == sides[1]:
        return sides[0]
    if not sides[0] or not sides[1]:
        raise Clash  # one side wrote in what the other took away
    before, ours, other = (WORDS.findall("\n".join(lines)) for lines in (here, *sides))
    return ["".join(_merge_words(before, ours, other, work))]


def _merge_words(base: Tokens, mine: Tokens, theirs: Tokens, work: Work) -> list[str]:
    merged: list[str] = []
    at = 0
    for low, high, ours, other in _places(
        _hunks(base, mine, work), _hunks(base, theirs, work), is_touch_apart=False
    ):
        merged += base[at:low]
        if not ours or not other:
            merged += _applied(base, low, high, ours or other)
        elif low == high:
            merged += _both(ours[0], other[0])
        else:
            sides = [_applied(base, low, high, hunks) for hunks in (ours, other)]
            if sides[0] != sides[1]:
                raise Clash
            merged += sides[0]
        at = high
    return [*merged, *base[at:]]


def _both(mine: Hunk, theirs: Hunk) -> list[str]:
    same = mine.tokens == theirs.tokens
    return list(theirs.tokens) if same else [*theirs.tokens, *mine.tokens]


def _applied(base: Tokens, low: int, high: int, hunks: list[Hunk]) -> list[str]:
    """base[low:high] with some hunks in place."""
    written: list[str] = []
    for hunk in hunks:
        written += [*base[low : hunk.low], *hunk.tokens]
        low = hunk.high
    return [*written, *base[low:high]]


Place = tuple[int, int, list[Hunk], list[Hunk]]
"""A stretch of the base, and the hunks of mine and of theirs in it."""


def _places(mine: list[Hunk], theirs: list[Hunk], *, is_touch_apart: bool) -> list[Place]:
    """The stretches in which hunks lie, in order; those that overlap share one.

    What touches without overlapping is apart among lines. Among words it is apart only when neither side takes
    words away there: "the client" without "client", and "the client today", make no "the today".
    """
    places: list[Place] = []
    order = [
        (hunk.low, hunk.high, side, hunk)
        for side, hunks in ((1, mine), (0, theirs))
        for hunk in hunks
    ]
    for low, high, side, hunk in sorted(order, key=lambda one: one[:3]):
        ours, other = ([hunk], []) if side else ([], [hunk])
        if places and _meets(places[-1], hunk, is_touch_apart=is_touch_apart):
            start, end, known_ours, known_other = places[-1]
            places[-1] = (start, max(end, high), known_ours + ours, known_other + other)
        else:
            places.append((low, high, ours, other))
    return places


def _meets(place: Place, hunk: Hunk, *, is_touch_apart: bool) -> bool:
    start, end, mine, theirs = place
    if hunk.low < end:
        return True
    if hunk.low > end:
        return False
    if start == end == hunk.high:
        return True  # two insertions at one point
    takes_away = any(not one.tokens for one in (*mine, *theirs, hunk))
    return takes_away and not is_touch_apart


def _hunks(base: Tokens, other: Tokens, work: Work) -> list[Hunk]:
    """What has to be replaced in the base to make it the other."""
    hunks: list[Hunk] = []
    at, there = 0, 0
    for i, j in [*_pairs(base, other, work), (len(base), len(other))]:
        if i > at or j > there:
            hunks.append(Hunk(at, i, tuple(other[there:j])))
        at, there = i + 1, j + 1
    return hunks


def _pairs(a: Tokens, b: Tokens, work: Work) -> list[tuple[int, int]]:
    """The positions of a longest common subsequence.

    Equal ends are paired first, and tokens that only one side has are left out of the search: so its cost follows
    from what was moved or repeated, not from what was rewritten.
    """
    work.spend(len(a) + len(b))
    start, stop = 0, 0
    room = min(len(a), len(b))
    while start < room and a[start] == b[start]:
        start += 1
    while stop < room - start and a[-1 - stop] == b[-1 - stop]:
        stop += 1
    known_a, known_b = set(a[start : len(a) - stop]), set(b[start : len(b) - stop])
    left = [i for i in range(start, len(a) - stop) if a[i] in known_b]
    right = [j for j in range(start, len(b) - stop) if b[j] in known_a]
    found = _common([a[i] for i in left], [b[j] for j in right], work)
    return [
        *((i, i) for i in range(start)),
        *((left[i], right[j]) for i, j in found),
        *((len(a) - k, len(b) - k) for k in range(stop, 0, -1)),
    ]


def _common(a: Tokens, b: Tokens, work: Work) -> list[tuple[int, int]]:
    """Myers, "An O(ND) difference algorithm" (1986), the greedy search; on a tie the base's token goes first."""
    reach = {1: 0}
    trail: list[dict[int, int]] = []
    for step in range(len(a) + len(b) + 1):
        work.spend(2 * step + 1)
        trail.append(dict(reach))
        for k in range(-step, step + 1, 2):
            down = k == -step or (k != step and reach[k - 1] < reach[k + 1])
            x = start = reach[k + 1] if down else reach[k - 1] + 1
            while x < len(a) and x - k < len(b) and a[x] == b[x - k]:
                x += 1
            work.spend(x - start)
            reach[k] = x
            if x >= len(a) and x - k >= len(b):
                return _walk_back(trail, len(a), len(b))
    raise AssertionError("Two sequences are at most their lengths apart.")


def _walk_back(trail: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for step in range(len(trail) - 1, -1, -1):
        reach, k = trail[step], x - y
        down = k == -step or (k != step and reach[k - 1] < reach[k + 1])
        before = k + 1 if down else k - 1
        from_x = reach[before] if step else 0
        start = (from_x if down else from_x + 1) if step else 0
        while x > start:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = from_x, from_x - before
    return pairs[::-1]
