"""Label paths to catalogue indicators: the whole path, or its leaf where the labels above only head it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from indicators.model import Place
from indicators.sheets.context import Context
from indicators.sheets.dims import Profile
from indicators.sheets.labels import NONE, SURE, Match, Matcher, loose, normal
from indicators.sheets.lexicon import fold
from indicators.sheets.questions import NOT_LISTED, Asker
from indicators.sheets.records import Named

_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|[((][一二三四五六七八九十]+[))]|第[一二三四五六七八九十]+)|(?:类|领域|方面|指标|情况|事业|工作|规划|纲要|服务|环境|保障)$"
)

_SHARE = re.compile(r"(?:率|(?<!性)(?<!性别)(?<!性別)比例|比重|占比|百分比|构成|構成比?)$")
"""Endings of labels whose figures are per cent or per mille; 性别比例 is neither."""


@dataclass(slots=True)
class Namer:
    """Names every combination of row and column labels of one table once."""

    matcher: Matcher
    asker: Asker
    context: Context
    place: Place
    signature: str
    headings: set[str] = field(default_factory=set)
    table_label: tuple[str | None, Match] | None = None

    def learn_headings(self, paths: Iterable[Sequence[str]]) -> None:
        """A label that stands over two or more indicators known by themselves only heads them."""
        below: dict[str, set[str]] = defaultdict(set)
        for path in paths:
            if len(path) > 1 and self.matcher.knows(path[-1]):
                for label in path[:-1]:
                    below[label].add(normal(path[-1]))
        self.headings = {label for label, leaves in below.items() if len(leaves) > 1}

    def name(self, row: Profile, column: Profile) -> tuple[Named, str | None]:
        """The name of one combination and its unit as the labels give it."""
        parts = _joined(row.parts, column.parts)
        unit = row.unit or column.unit
        if (column.component or row.component) and not column.unit:
            unit = None
        component = column.component or row.component
        if column.component and column.parts == ():
            unit = column.unit  # the row's unit is that of its figure, not of 分子 and 分母 beside it
        given = {**self.context.breakdown, **row.breakdown, **column.breakdown}
        if not parts:
            label, match = self._of_table(unit)
            label = label or " / ".join((*row.said, *column.said)) or None
            unit = unit or self.context.unit or self._only_unit(label or "")
        else:
            unit = unit or self._only_unit(parts[-1])
            match = self._match(parts, unit, component)
            label = " / ".join(parts)
            if match.code is None and component is None and (part := self._part_of(parts)):
                match, component = NONE, part
            elif match.doubtful:
                match = self._asked("".join(self._bare(parts)), match)
        breakdown = {**dict(match.breakdown), **given}
        text = json.dumps(breakdown, ensure_ascii=False, sort_keys=True) if breakdown else ""
        score = round(match.score, 3) if match.score else None
        return Named(label, match.code, score, text, component), unit

    def _only_unit(self, label: str) -> str | None:
        """The unit line's unit: its only one, or the only one of several that the label speaks of."""
        units = self.context.units
        if len(units) <= 1:
            return units[0] if units else None
        rates = [unit for unit in units if unit in ("%", "‰")]
        if _SHARE.search(fold(label)) and rates:
            return rates[0] if len(rates) == 1 else None
        fitting = [unit for unit in units if unit in label]
        if len(fitting) == 1:
            return fitting[0]
        return None

    def _match(self, parts: tuple[str, ...], unit: str | None, component: str | None) -> Match:
        if component is not None:
            rest = tuple(part for part in parts if part != component)
            return self._sure(rest, unit) or NONE if rest else NONE
        sure = self._sure(parts, unit)
        if sure is not None:
            return sure
        whole = self._short_for_title(parts, unit)
        if whole is not None:
            return whole
        return self._leaf_alone(parts, unit) or self.matcher.match("".join(self._bare(parts)), unit)

    def _short_for_title(self, parts: tuple[str, ...], unit: str | None) -> Match | None:
        """The indicator that the title names, where a column says the end of its name (普及率)."""
        title, bare = self.context.indicator, self._bare(parts)
        if (
            not title
            or len(bare) != 1
            or len(loose(bare[0])) < 2
            or self.matcher.match(bare[0], unit).answers
        ):
            return None
        repeated = loose(title).endswith(loose(bare[0])) and loose(title) != loose(bare[0])
        whole = self.matcher.match(title if repeated else title + bare[0], unit)
        return whole if whole.code is not None and whole.score >= SURE else None

    def _part_of(self, parts: tuple[str, ...]) -> str | None:
        """The one numerator or denominator that a label under its subject means: 宫颈癌筛查 / 应查人数."""
        bare = self._bare(parts)
        if len(bare) < 2:
            return None
        leaf, above = loose(bare[-1]), loose("".join(bare[:-1]))
        found = [
            label
            for key, label in self.matcher.components.items()
            if key.endswith(leaf) and len(key) - len(leaf) >= 2 and above.startswith(key[: -len(leaf)])
        ]
        return found[0] if len(found) == 1 else None

    def _bare(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """The path without labels that only head it."""
        kept = tuple(p for p in parts[:-1] if not (p in self.headings or _HEADING.search(fold(p))))
        return (*kept, parts[-1]) if parts else ()

    def _sure(self, parts: tuple[str, ...], unit: str | None) -> Match | None:
        bare = self._bare(parts)
        for text in dict.fromkeys(
            (
                "".join(parts),
                _overlapped(bare),
                "".join(bare),
                "".join(reversed(bare)),
                "中".join(bare),
                "的".join(bare),
            )
        ):
            match = self.matcher.match(text, unit)
            if match.code is not None and (match.score >= SURE or match.how == "near"):
                return match
        return None

    def _leaf_alone(self, parts: tuple[str, ...], unit: str | None) -> Match | None:
        """A known leaf under labels whose bearing is unknown: near, but a question."""
        bare = self._bare(parts)
        if len(bare) < 2:
            return None
        leaf = self.matcher.match(bare[-1], unit)
        if leaf.code is None:
            return None
        entry = self.matcher.entry(leaf.code)
        return Match(None, 0.9, "under", answers=((leaf.code, entry.name if entry else bare[-1], 0.9),))

    def _asked(self, label: str, match: Match) -> Match:
        if not match.doubtful:
            return match
        given = self.asker.ask(
            "indicator", [normal(label)], self.place, self.signature, match.answers, label=label
        )
        if given and given != NOT_LISTED and self.matcher.entry(given):
            return Match(given, 1.0, "answered")
        return match

    def _of_table(self, unit: str | None) -> tuple[str | None, Match]:
        """The indicator that title, 指标： line or sheet name give the whole table."""
        if self.table_label is None:
            label = self.context.indicator
            match = self.matcher.match(label, unit or self.context.unit) if label else NONE
            if match.code is None and not (self.context.named and not match.doubtful):
                title = label or self.context.title or self.place.sheet or self.place.file or ""
                answers = match.answers
                given = self.asker.ask(
                    "table_indicator", [self.signature], self.place, self.signature, answers, title=title
                )
                if given and self.matcher.entry(given):
                    match = Match(given, 1.0, "answered")
                    label = label or self.matcher.entry(given).name  # type: ignore[union-attr]
                elif given and given != NOT_LISTED:
                    label, match = given, self.matcher.match(given, unit)
            self.table_label = (label, match)
        return self.table_label


def _joined(row: tuple[str, ...], column: tuple[str, ...]) -> tuple[str, ...]:
    parts: list[str] = []
    for part in (*row, *column):
        if not parts or loose(parts[-1]) != loose(part):
            parts.append(part)
    return tuple(parts)


def _overlapped(parts: Sequence[str]) -> str:
    """Labels put together, two or more characters said twice said once: 宫颈癌筛查 + 筛查率."""
    text = ""
    for part in parts:
        plain = normal(part)
        size = next((n for n in range(min(len(text), len(plain)), 1, -1) if text.endswith(plain[:n])), 0)
        text += plain[size:]
    return text
