"""From the tokens of one clause to single demands: numbers or verbs with year, base and subject."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from indicators.model import TargetKind
from indicators.targets.apart import apart_demands
from indicators.targets.context import Chain, Context, Demand
from indicators.targets.kinds import POST, doubled, held, none_at_all, numbered, worded
from indicators.targets.labels import begins_with_a_part, label
from indicators.targets.lexer import Token
from indicators.targets.years import base_year, year_of

_FILLER = set("的了有要在为应须力争确保均都将使其至保证配备设置拥开幅度标准水平目以上约到达每人建")
_COUNTED = re.compile(r"[名个所家处位人间支次张]")


@dataclass(slots=True)
class _Clause:
    """The state of reading one clause."""

    tokens: list[Token]
    context: Context
    chain: Chain = field(default_factory=Chain)
    found: list[Demand] = field(default_factory=list)
    index: int = 0
    year_before: tuple[int | None] | None = None
    base_end: int | None = None
    before: list[Token] = field(default_factory=list)
    listed: bool = False

    def read(self) -> list[Demand]:
        while self.index < len(self.tokens):
            token = self.tokens[self.index]
            self.index += 1
            self._take(token)
        if self.chain.ops or self.chain.words:
            tail = worded(self.chain, self.context, self.tokens)
            self.found += [tail] if tail else []
        return self.found

    def _take(self, token: Token) -> None:
        if token.kind in ("year", "range"):
            self._date(token)
        elif token.kind in ("base", "since"):
            self.context.base = base_year(token.value, self.context.period)
            self.base_end = token.end
        elif token.kind == "year_behind":
            self._date_behind(token)
        elif token.kind == "part_behind":
            self._part_behind(token)
        elif token.kind in ("text", "name"):
            self._words(token)
        elif token.kind == "quantity":
            self._number(token)
        elif token.kind == "zero":
            self._append(none_at_all(token, self.chain, self.context))
        elif token.kind == "double":
            self._append(doubled(token, self.chain, self.context))
        elif token.kind == "hold" and self.found and not self._number_follows():
            self.found[-1] = replace(self.found[-1], target=held(self.found[-1].target))
        elif token.kind == "enum":
            if self.chain.words or self.chain.held_back:
                self.chain.say("、", filling=False)
            self.listed = bool(self.found)
        else:
            self.chain.add(token)

    def _date(self, token: Token) -> None:
        """A year behind a name (农村:2025年80%,2030年85%) is that one's own; a year before it carries on."""
        named = bool(label(self.chain.subject))
        following = self.tokens[self.index] if self.index < len(self.tokens) else None
        if named and following and following.kind == "text" and begins_with_a_part(following.value):
            self.chain.say(":", filling=False)  # 婚检率到2025年城市要达到…: the year holds for what follows
            named = False
        self.context.year_is_own = named or self.context.year_is_own
        if self.year_before is None and self.context.year_is_own:
            self.year_before = (self.context.year,)
        self.context.year = year_of(token, self.context.period)
        self.context.years.append(self.context.year)

    def _words(self, token: Token) -> None:
        if self._belongs_behind(token):
            thing = token.value.removeprefix("的")
            self.found[-1] = replace(self.found[-1], thing=thing)
            return
        self.chain.say(token.value, filling=set(token.value) <= _FILLER)

    def _belongs_behind(self, token: Token) -> bool:
        """Whether words directly behind a number say what is counted (95%的城市社区, 1名全科医生)."""
        if not self.found or self.found[-1].end != token.start or self.found[-1].thing:
            return False
        last = self.found[-1]
        unit = last.target.milestones[-1].unit if last.target.milestones else None
        counted = bool(unit and _COUNTED.match(unit)) and not label(last.subject)
        return token.value.startswith("的") or counted

    def _date_behind(self, token: Token) -> None:
        """A year in brackets behind a number is its year: ≥95%(2025年),100%(2030年)."""
        if self.found:
            self.found[-1] = dated(self.found[-1], year_of(token, self.context.period))
        else:
            self._date(token)

    def _part_behind(self, token: Token) -> None:
        """A part in brackets behind a number is what it is said of: 低于5‰(城市)、6‰(农村)."""
        last = self.found[-1] if self.found else None
        if last is None or last.end != token.start - 1:
            return
        self.found[-1] = replace(last, subject=f"{last.subject}:{token.value}", named=True)

    def _each_has_one(self, token: Token) -> bool:
        """90%以上的社区建设1所儿童之家: the one is what each of the counted has, no demand of its own."""
        last = self.found[-1] if self.found else None
        stones = last.target.milestones if last else ()
        counted = token.quantity is not None and bool(_COUNTED.match(token.quantity.unit or ""))
        return counted and bool(last and last.thing and stones) and stones[-1].unit == "%"

    def _name_by_what_each_has(self) -> None:
        """The share is said of what each place has: of …服务的儿童之家 the words behind the last 的."""
        rest = "".join(token.value for token in self.tokens[self.index :] if token.kind in ("text", "name"))
        if rest and not label(self.found[-1].subject):
            self.found[-1] = replace(self.found[-1], subject=rest.rpartition("的")[2])
        self.chain = Chain()
        self.index = len(self.tokens)

    def _number(self, token: Token) -> None:
        if self._each_has_one(token):
            self.context.used.add(token.start)
            self._name_by_what_each_has()
            return
        if self.listed and not self.chain.ops:  # 每年至少举办3次…和2次…: what stood before the first holds on
            self.chain.ops += self.before
        self.listed = False
        following = self.tokens[self.index] if self.index < len(self.tokens) else None
        moves = following is not None and following.kind in ("up", "down", "up_to", "down_to")
        if moves and token.quantity and self.base_end is not None and token.start - self.base_end < 3:
            self.context.base_value = token.quantity.value  # 从2020年的60%提高到…
            self.context.used.add(token.start)
            return
        post = following if following and following.kind in POST else None
        demand = numbered(token, post, self.chain, self.context, following)
        if demand is None or self.chain.subject.endswith("±"):
            self.context.used.discard(token.start)
            self.chain.say(token.value, filling=False)
            return
        self.index += post is not None
        self._append(demand)
        if following and following.kind == "between":
            self.index += 1

    def _append(self, demand: Demand) -> None:
        self.found.append(demand)
        self.before = self.chain.ops
        self.chain = Chain()
        self.context.years.clear()
        if label(demand.subject) and self.year_before is None:
            self.context.year_is_own = False
        if self.year_before is not None:
            self.context.year, self.year_before = self.year_before[0], None

    def _number_follows(self) -> bool:
        return any(token.kind in ("quantity", "double") for token in self.tokens[self.index :])


def dated(demand: Demand, year: int | None) -> Demand:
    """The same demand, its milestones without a year set to `year`."""
    stones = tuple(replace(stone, year=stone.year or year) for stone in demand.target.milestones)
    return replace(demand, target=replace(demand.target, milestones=stones))


def clause_demands(clause: list[Token], context: Context) -> list[Demand]:
    """The demands of one clause, in order."""
    if any(token.kind == "apart" for token in clause):
        found = apart_demands(clause, context)
        if found:
            return found
    plain = [token for token in clause if token.kind != "apart"]
    found = _Clause(plain, context).read()
    numbers = [item for item in found if item.target.kind not in (TargetKind.RISE, TargetKind.FALL)]
    return numbers + [item for item in found if item not in numbers]
