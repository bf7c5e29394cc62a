"""Pure: names for published results, each its own, though title and minute be the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from indicators.store import Published

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


def told_apart(results: Iterable[Published]) -> dict[str, Published]:
    """The results under names to choose from: title and minute; where these are alike the second too, and
    where that is alike the end of the result's number."""
    every = list(results)
    names: dict[str, Published] = {}
    for tell in (_minute, _second, _number):
        words = {item.id: tell(item) for item in every}
        many = Counter(words.values())
        names |= {words[item.id]: item for item in every if many[words[item.id]] == 1}
        every = [item for item in every if many[words[item.id]] > 1]
    order = [*names.items()]
    return dict(sorted(order, key=lambda pair: (pair[1].at, pair[1].id), reverse=True))


def moments(results: Iterable[Published]) -> dict[str, str]:
    """When each result (by its number) was given out, as its name in `told_apart` says it."""
    return {
        item.id: name.removeprefix(item.title).strip("（）") for name, item in told_apart(results).items()
    }


def file_mark(result: Published) -> str:
    """What a file made of a result has in its name: title, moment, end of the number."""
    title = _FORBIDDEN.sub("_", result.title).strip(" .")[:40]
    return f"{title}_{result.at.astimezone():%Y%m%d-%H%M%S}_{result.id[-4:]}"


def _minute(item: Published) -> str:
    return f"{item.title}（{item.at.astimezone():%Y-%m-%d %H:%M}）"


def _second(item: Published) -> str:
    return f"{item.title}（{item.at.astimezone():%Y-%m-%d %H:%M:%S}）"


def _number(item: Published) -> str:
    return f"{item.title}（{item.at.astimezone():%Y-%m-%d %H:%M:%S}，编号尾{item.id[-6:]}）"
