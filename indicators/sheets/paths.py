"""Hierarchies written in one column: parents of areas and of labels, by indent, by code, by 其中."""

from __future__ import annotations

import re

from indicators.sheets.areas import area_name, area_names, code_level, is_area_total
from indicators.sheets.dims import Reader
from indicators.sheets.lexicon import fold, nfkc

_RANKS = (
    ("全国", "全國"),
    ("省", "自治区"),
    ("市", "自治州", "州", "盟", "地区"),
    ("县", "自治县", "旗", "区", "林区", "特区", "縣", "區"),
    ("镇", "乡", "街道", "街道办事处", "街道办", "办事处", "苏木", "鎮", "鄉", "街办"),
    ("村", "社区", "居委会", "村委会", "居民委员会", "村民委员会", "嘎查", "里"),
)
_FILLER = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖县级行政单位"})
_HIGHER = frozenset({"全县", "全市", "全区", "全省", "全国", "全國", "全州", "全旗"})
TOWN, VILLAGE = 4, 5
_OF_WHICH = re.compile(r"^(?:其中|#|of which)[::]?\s*\S")


def rank(name: str) -> int:
    """How high an area's name stands by its ending (0 the nation … 5 the village; 9 unknown)."""
    plain = fold(area_name(name))
    for level in (5, 4, 3, 2, 1, 0):
        if plain.endswith(_RANKS[level]):
            return level
    return 9


def area_paths(
    texts: list[str], indents: list[int] | None, codes: list[str] | None, *, alone: bool
) -> list[tuple[str, ...]] | None:
    """For every row the path its own column shows: parents by division code, else by indent.

    Total rows (合计, 全县) are never parents. `alone`: no parent column stands beside it; only
    then is a name repeated in a flat list told apart by the rank of the names above it.
    """
    names = _names(texts)
    levels = _code_levels(names, codes) if codes else None
    if levels is None and indents is not None and len(set(indents)) > 1:
        levels = indents
    if levels is None and alone and len(names) < 5000 and _repeats_under_ranks(names):
        levels = [rank(name) for name in names]
    if levels is None:
        return None
    stack: list[tuple[int, tuple[str, ...]]] = []  # level and path of the names that may be parents
    out: list[tuple[str, ...]] = []
    for name, level in zip(names, levels, strict=True):
        while stack and stack[-1][0] >= level:
            stack.pop()
        path = (*stack[-1][1], name) if stack else (name,)
        out.append(path)
        if name and not is_area_total(name):
            stack.append((level, path))
    return out


def _names(texts: list[str]) -> list[str]:
    distinct = list(dict.fromkeys(texts))
    names = area_names(distinct)
    if len(distinct) == len(texts):
        return names
    known = dict(zip(distinct, names, strict=True))
    return [known[text] for text in texts]


def _code_levels(names: list[str], codes: list[str]) -> list[int] | None:
    """Levels by division codes, if most rows have one and they show more than one level."""
    levels = [code_level(code.strip()) if code.strip() else None for code in codes]
    known = [level for level in levels if level is not None]
    if len(known) < 0.7 * len(names) or len(set(known)) < 2:
        return None
    out: list[int] = []
    for name, level in zip(names, levels, strict=True):
        open_level = 1 if name in _FILLER or not out else max(out[-1], 1)
        out.append(level if level is not None else -1 if is_area_total(name) else open_level)
    return out


def _repeats_under_ranks(names: list[str]) -> bool:
    """Whether a flat list repeats names and the names' ranks tell which parent each stands under."""
    plain = [name for name in names if name and not is_area_total(name)]
    if len(set(plain)) == len(plain):
        return False
    ranks = [rank(name) for name in plain]
    return 9 not in ranks and len(set(ranks)) == 2 and ranks[0] == min(ranks)


def label_parents(
    texts: list[str],
    indents: list[int] | None,
    reader: Reader,
    under_groups: list[tuple[int, int]] | None = None,
) -> list[tuple[str, ...]] | None:
    """For every row label the labels it stands under: by indent, or 其中 and bare parts (男, 农村).

    `under_groups` gives for every row the number and the indent of the heading line it stands
    under: a new heading ends what stood above it. None where no label stands under another.
    """
    known: dict[str, bool] = {}
    for text in dict.fromkeys(texts):
        token = reader.token(text)
        known[text] = token.dim in ("part", "whole", "of_which") or bool(
            _OF_WHICH.match(nfkc(text).strip().lower())
        )
    if (indents is None or len(set(indents)) <= 1) and not any(known.values()):
        return None
    indents = indents or [0] * len(texts)
    stack: list[tuple[int, str]] = []
    base: tuple[str, ...] = ()
    out: list[tuple[str, ...]] = []
    now: tuple[int, int] | None = None
    for at, (text, indent) in enumerate(zip(texts, indents, strict=True)):
        if under_groups is not None and under_groups[at] != now:
            now = under_groups[at]
            stack = [entry for entry in stack if entry[0] < now[1]]
            base = tuple(entry[1] for entry in stack)
        if known[text]:
            out.append(base)
            continue
        while stack and stack[-1][0] >= indent:
            stack.pop()
        parents = tuple(entry[1] for entry in stack)
        out.append(parents)
        stack.append((indent, text))
        base = (*parents, text)
    return out


def under(around: str | None, path: str, total: bool) -> str | None:
    """A row's path below its table's area: villages and totals of a town's table are the town's."""
    if not path or not around:
        return path or around
    first = path.split("/", 1)[0]
    below = rank(around) == TOWN and (fold(first) not in _HIGHER if total else rank(first) == VILLAGE)
    return f"{around}/{path}" if below else path
