"""From tokens to single demands: one number (or one verb) with its year, base and subject."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from indicators.model import Change, Direction, Milestone, Target, TargetKind
from indicators.targets.context import Context, Demand
from indicators.targets.lexer import Token
from indicators.targets.numbers import Quantity, share
from indicators.targets.units import fit
from indicators.targets.words import FIGURES, SCOPES
from indicators.targets.years import base_year, year_of

OPS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
POST = {"after_ge": ">=", "after_le": "<=", "after_about": "~="}
_FILLER = set(
    "的了有要在为应须力争确保均都将使其至保证配备配有建设设置拥有开设幅度标准水平目标以上约到达每人"
)
_MADE = "个处所家件次人名户册场期间座份例批支对项部床堂套"
_COUNTABLE = ("名", "人", "个", "位", "支", "间", "处", "所", "家", "次")


@dataclass(slots=True)
class _Chain:
    """The operators since the last number, and the words before them."""

    ops: list[Token] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    gap: bool = False
    start: int | None = None

    def add(self, token: Token) -> None:
        self.ops.append(token)
        self.gap = False
        self.start = token.start if self.start is None else self.start

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.ops)

    def last(self, *kinds: str) -> Token | None:
        return next((token for token in reversed(self.ops) if token.kind in kinds), None)

    @property
    def subject(self) -> str:
        return "".join(self.words)


def clause_demands(clause: list[Token], context: Context) -> list[Demand]:
    """The demands of one clause, in order. Numbers that no demand claims become findings."""
    chain = _Chain()
    found: list[Demand] = []
    rest = [token for token in clause if token.kind not in ("apart",)]
    index = 0
    while index < len(rest):
        token = rest[index]
        index += 1
        if token.kind in ("year", "range"):
            context.year = year_of(token, context.period)
        elif token.kind == "base":
            context.base = base_year(token.value, context.period)
        elif token.kind == "text":
            _text(token, chain)
        elif token.kind == "quantity" and token.quantity:
            post = rest[index] if index < len(rest) and rest[index].kind in POST else None
            index += post is not None
            demand = _numbered(token, post, chain, context)
            if demand:
                found.append(demand)
                chain = _Chain()
        elif token.kind == "double":
            found.append(_doubled(token, chain, context))
            chain = _Chain()
        elif token.kind == "hold" and found and not _number_follows(rest, index):
            found[-1] = replace(found[-1], target=held(found[-1].target))
        elif token.kind == "enum":
            pass
        else:
            chain.add(token)
    tail = _worded(chain, context, clause) if chain.ops or chain.words else None
    if tail and not (found and tail.target.kind in (TargetKind.QUALITATIVE, TargetKind.YES_NO)):
        found.append(tail)
    return found


def _number_follows(rest: list[Token], index: int) -> bool:
    return any(token.kind in ("quantity", "double") for token in rest[index:])


def _text(token: Token, chain: _Chain) -> None:
    if not set(token.value) <= _FILLER:
        chain.gap = bool(chain.ops)
    chain.words.append(token.value)


def held(target: Target) -> Target:
    """The same target, to be held once reached (…并保持)."""
    plain = target.kind in (TargetKind.AT_LEAST, TargetKind.AT_MOST)
    return replace(target, hold=True, kind=TargetKind.HOLD if plain else target.kind)


def _numbered(token: Token, post: Token | None, chain: _Chain, context: Context) -> Demand | None:
    quantity = token.quantity
    assert quantity is not None
    if quantity.spelled and not (chain.ops or post):
        chain.words.append(token.value)
        return None
    change = chain.last("up", "down")
    later = chain.last("up_to", "down_to", "hold")
    moved = change and not chain.gap and not (later and later.start > change.start)
    if moved and change:
        target = _change(quantity, change, chain, context)
    elif _is_quota(quantity, chain):
        target = _quota(quantity, chain, context)
    else:
        target = _level(quantity, post, chain, context, token)
    end = post.end if post else token.end
    start = chain.start if chain.start is not None else token.start
    return Demand(_scoped(target, chain), chain.subject, min(start, token.start), end)


def _scoped(target: Target, chain: _Chain) -> Target:
    scope = tuple(word for word in SCOPES if chain.subject.startswith(word))[:1]
    return replace(target, scope=scope) if scope else target


def _change(quantity: Quantity, verb: Token, chain: _Chain, context: Context) -> Target:
    sign = -1 if verb.kind == "down" else 1
    percent = quantity.unit == "%" or quantity.fraction is not None
    text, upper = quantity.text, quantity.upper
    if quantity.unit == "倍":
        percent, text = True, share(quantity.text, "1")
    unit = "percent" if percent else "point"
    per_year = chain.has("per_year")
    change = Change(
        sign * float(text), unit, per_year, sign * float(upper) if upper else None, quantity.fraction or text
    )
    direction = Direction.LOWER if sign < 0 else Direction.HIGHER
    kind = TargetKind.YEARLY_STEP if per_year else TargetKind.RELATIVE
    stones = () if per_year else (_change_stone(change, context.year),)
    return Target("", kind, direction, stones, context.base, change=change)


def _change_stone(change: Change, year: int | None) -> Milestone:
    text = f"{'-' if change.amount < 0 else ''}{change.text}"
    return Milestone(year, "<=" if change.amount < 0 else ">=", change.amount, change.unit, text)


def _doubled(token: Token, chain: _Chain, context: Context) -> Demand:
    times = {"": 1, "一": 1, "两": 2, "二": 2, "三": 3}[token.value if len(token.value) == 1 else ""]
    change = Change(float(2**times * 100 - 100), "percent", text=str(2**times * 100 - 100))
    stones = (_change_stone(change, context.year),)
    target = Target("", TargetKind.RELATIVE, Direction.HIGHER, stones, context.base, change=change)
    return Demand(_scoped(target, chain), chain.subject, token.start, token.end)


def _is_quota(quantity: Quantity, chain: _Chain) -> bool:
    make, level = chain.last("make"), chain.last("up_to", "down_to", "hold", "reach")
    counted = (
        quantity.unit is None
        or quantity.unit.lstrip("万亿")[:1] in "个处所家件次人名户册场期间座份例批支对项部床堂套"
    )
    return bool(make and counted and (level is None or level.start < make.start))


def _quota(quantity: Quantity, chain: _Chain, context: Context) -> Target:
    value, unit, text = fit(quantity, context.unit, context)
    per_year = chain.has("per_year")
    stone = Milestone(context.year, ">=", value, unit, text)
    return Target("", TargetKind.QUOTA, Direction.HIGHER, (stone,), cumulative=not per_year)


def _level(quantity: Quantity, post: Token | None, chain: _Chain, context: Context, token: Token) -> Target:
    value, unit, text = fit(quantity, context.unit, context)
    op = _op(post, chain, context, token)
    stone = Milestone(context.year, op, value, unit, text)
    hold = chain.has("hold") or (chain.has("per_year") and unit in ("%", None))
    if op == "~=":
        return Target("", TargetKind.AROUND, _around(chain, context), (stone,), hold=hold)
    direction = Direction.HIGHER if op in (">=", ">") else Direction.LOWER
    full = value == 100 and unit == "%" and op == ">=" and not (post and post.kind == "after_ge")
    countable = value == 1 and op == ">=" and unit and unit.startswith(_COUNTABLE)
    if full and not chain.has("ge"):
        kind = TargetKind.FULL
    elif countable and (chain.has("each", "ge") or post):
        kind = TargetKind.AT_LEAST_ONE
    elif hold:
        kind = TargetKind.HOLD
    else:
        kind = TargetKind.AT_LEAST if direction is Direction.HIGHER else TargetKind.AT_MOST
    return Target("", kind, direction, (stone,), hold=hold)


def _around(chain: _Chain, context: Context) -> Direction:
    """Which edges hold: 控制在v左右 only the upper, 提高到v左右 only the lower; 达到v左右 follows the
    indicator's own sense and has both where that is unknown; 保持在v左右 always has both."""
    verb = chain.last("down_to", "up_to", "hold")
    if verb is None:
        one_sided = context.direction is Direction.HIGHER or context.direction is Direction.LOWER
        return context.direction if one_sided and context.direction else Direction.AROUND
    if verb.kind == "down_to" or verb.value.endswith("控制在"):
        return Direction.LOWER
    return Direction.HIGHER if verb.kind == "up_to" else Direction.AROUND


def _op(post: Token | None, chain: _Chain, context: Context, token: Token) -> str:
    """The comparison: 以上/以下/左右 behind the number, else the sign or verb before it, else the
    indicator's own sense."""
    sign = chain.last(*OPS)
    if post:
        op = POST[post.kind]
        if sign and op != "~=" and OPS[sign.kind][0] != op[0]:
            context.complain("target_conflict", sign.start, post.end)
        return op
    if sign:
        return OPS[sign.kind]
    if chain.has("about"):
        return "~="
    verb = chain.last("up_to", "down_to", "hold")
    if verb and verb.kind != "hold":
        return ">=" if verb.kind == "up_to" else "<="
    if verb and verb.value.endswith("控制在"):
        return "<="
    return _sense(chain, context, token)


def _sense(chain: _Chain, context: Context, token: Token) -> str:
    """A number without 以上 or 以下 takes the indicator's sense; 达到 without one means at least."""
    by_direction = {Direction.HIGHER: ">=", Direction.LOWER: "<=", Direction.AROUND: "~="}
    sense = context.direction or Direction.NONE
    if sense in by_direction and not (sense is Direction.AROUND and chain.has("reach")):
        return by_direction[sense]
    change = chain.last("up", "down")
    if change:
        return "<=" if change.kind == "down" else ">="
    whole = token.quantity and token.quantity.text == "100"
    if not whole and not chain.has("reach", "hold", "each", "make"):
        context.complain("target_sense_assumed", token.start, token.end)
    return ">="


def _worded(chain: _Chain, context: Context, clause: list[Token]) -> Demand | None:
    """A demand without a number: full coverage, rise, fall."""
    start, end = clause[0].start, clause[-1].end
    full, change = chain.last("full"), chain.last("up", "down")
    if full:
        stone = Milestone(context.year, ">=", 100.0, "%", "100")
        if full.value.startswith("基本"):
            context.complain("target_basically_full", full.start, full.end)
        target = Target("", TargetKind.FULL, Direction.HIGHER, (stone,), hold=chain.has("hold"))
        return Demand(_scoped(target, chain), chain.subject, full.start, full.end)
    if change and _moves_a_figure(change, clause):
        rising = change.kind == "up"
        kind = TargetKind.RISE if rising else TargetKind.FALL
        stones: tuple[Milestone, ...] = ()
        direction = Direction.HIGHER if rising else Direction.LOWER
        target = Target("", kind, direction, stones, context.base)
        return Demand(_scoped(target, chain), chain.subject, start, end, after=True)
    return None


def _moves_a_figure(change: Token, clause: list[Token]) -> bool:
    """Whether 提高/降低 moves a figure: it ends the clause (参保率不断提高), or what follows is a
    quantity by its name (提高参保率). 提升安全水平 is no figure."""
    following = "".join(token.value for token in clause if token.start >= change.end)
    following = following.strip("、了。的").removesuffix("趋势")
    if not following:
        return True
    return following.endswith(FIGURES)
