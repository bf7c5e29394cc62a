"""From one number, or one verb, and the operators around it to a Target of one demand."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from indicators.model import Change, Direction, Milestone, Target, TargetKind
from indicators.targets.context import Chain, Context, Demand
from indicators.targets.labels import label
from indicators.targets.lexer import Token
from indicators.targets.numbers import Quantity, canonical_unit, plain, share
from indicators.targets.units import fit
from indicators.targets.words import FIGURES, SCOPES

OPS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
POST = {"after_ge": ">=", "after_le": "<=", "after_about": "~="}
_MADE = "个处所家件次人名户册场期间座份例批支对项部床堂套"
_PER_TERM = re.compile(r"每个?(?:学期|季度?|月|周|天|日|两年|三年|半年)")
_COUNTABLE = ("名", "人", "个", "位", "支", "间", "处", "所", "家", "次")


def held(target: Target) -> Target:
    """The same target, to be held once reached (…并保持)."""
    plain = target.kind in (TargetKind.AT_LEAST, TargetKind.AT_MOST)
    return replace(target, hold=True, kind=TargetKind.HOLD if plain else target.kind)


def numbered(
    token: Token, post: Token | None, chain: Chain, context: Context, following: Token | None = None
) -> Demand | None:
    """The demand of one number; None for a number word that no operator makes a demand (一个).

    `post` is 以上, 以下 or 左右 behind the number; `following` whatever token stands behind it.
    """
    quantity = token.quantity
    assert quantity is not None  # noqa: S101 - narrows the type: callers have made sure
    if quantity.spelled and not (chain.ops or post):
        return None
    context.used.add(token.start)
    if quantity.ratio:
        context.complain("target_ratio", token.start, token.end, quotient=quantity.text)
    change = chain.last("up", "down")
    later = chain.last("up_to", "down_to", "hold")
    moved = change and not chain.gap and not (later and later.start > change.start)
    if moved and change:
        target = _change(quantity, change, chain, context)
    elif _is_quota(quantity, chain):
        target = _quota(quantity, chain, context)
    else:
        target = _level(token, quantity, post or following, chain, context)
    end = post.end if post else token.end
    start = chain.start if chain.start is not None else token.start
    named = chain.subject.endswith(":") or ":" in chain.subject[1:]
    return Demand(_scoped(target, chain), chain.subject, min(start, token.start), end, named=named)


def none_at_all(token: Token, chain: Chain, context: Context) -> Demand:
    """零死亡, 零发生: at most 0."""
    stone = Milestone(context.year, "<=", 0.0, canonical_unit(context.unit), "0")
    kind = TargetKind.HOLD if chain.has("hold") else TargetKind.AT_MOST
    target = Target("", kind, Direction.LOWER, (stone,), hold=chain.has("hold"))
    return Demand(_scoped(target, chain), chain.subject, token.start, token.end)


def _scoped(target: Target, chain: Chain) -> Target:
    scope = tuple(word for word in SCOPES if chain.subject.startswith(word))[:1]
    return replace(target, scope=scope) if scope else target


def _change(quantity: Quantity, verb: Token, chain: Chain, context: Context) -> Target:
    """A change from the base. Its unit: percent (of the base), point (percentage points), else the
    indicator's or the printed one."""
    sign = -1 if verb.kind == "down" else 1
    amount, unit, text = _amount(quantity, context)
    per_year = chain.has("per_year")
    upper = sign * float(quantity.upper) if quantity.upper else None
    change = Change(sign * amount, unit, per_year, upper, text)
    direction = Direction.LOWER if sign < 0 else Direction.HIGHER
    kind = TargetKind.YEARLY_STEP if per_year else TargetKind.RELATIVE
    stones = () if per_year else (_change_stone(change, context.year),)
    return Target("", kind, direction, stones, context.base, context.base_value, change=change)


def _amount(quantity: Quantity, context: Context) -> tuple[float, str, str]:
    if quantity.fraction:
        return float(quantity.text), "percent", quantity.fraction
    if quantity.unit == "%":
        return float(quantity.text), "percent", quantity.text
    if quantity.unit == "倍":
        text = share(quantity.text, "1")
        return float(text), "percent", text
    if quantity.unit == "千分点" and canonical_unit(context.unit) == "%":
        text = plain(Decimal(quantity.text) / 10)
        return float(text), "point", text
    if quantity.unit in (None, "百分点"):
        return float(quantity.text), "point", quantity.text
    value, unit, text = fit(quantity, context.unit, context)
    return value, unit or "point", text


def _change_stone(change: Change, year: int | None) -> Milestone:
    text = f"{'-' if change.amount < 0 else ''}{change.text}"
    return Milestone(year, "<=" if change.amount < 0 else ">=", change.amount, change.unit, text)


def doubled(token: Token, chain: Chain, context: Context) -> Demand:
    """翻一番 and the like."""
    times = {"": 1, "一": 1, "两": 2, "二": 2, "三": 3}[token.value if len(token.value) == 1 else ""]
    change = Change(float(2**times * 100 - 100), "percent", text=str(2**times * 100 - 100))
    stones = (_change_stone(change, context.year),)
    target = Target("", TargetKind.RELATIVE, Direction.HIGHER, stones, context.base, change=change)
    return Demand(_scoped(target, chain), chain.subject, token.start, token.end)


def _is_quota(quantity: Quantity, chain: Chain) -> bool:
    make, level = chain.last("make"), chain.last("up_to", "down_to", "hold", "reach")
    counted = (
        quantity.unit is None
        or quantity.unit.lstrip("万亿")[:1] in "个处所家件次人名户册场期间座份例批支对项部床堂套"
    )
    if _PER_TERM.search(chain.subject):
        return False
    each = chain.has("each") and not chain.has("per_year")
    if chain.has("per_year") and quantity.unit and quantity.unit.lstrip("万亿")[:1] in _MADE:
        return not chain.has("le", "lt", "down_to", "hold")
    return bool(make and counted and not each and (level is None or level.start < make.start))


def _quota(quantity: Quantity, chain: Chain, context: Context) -> Target:
    value, unit, text = fit(quantity, context.unit, context)
    per_year = chain.has("per_year") or (unit or "").endswith("/年")
    stone = Milestone(context.year, ">=", value, (unit or "").removesuffix("/年") or None, text)
    return Target("", TargetKind.QUOTA, Direction.HIGHER, (stone,), cumulative=not per_year)


def _level(token: Token, quantity: Quantity, behind: Token | None, chain: Chain, context: Context) -> Target:
    if chain.has("each") and context.unit == "%" and (quantity.unit or "").startswith(_COUNTABLE):
        context.complain("target_each_has_one", token.start, token.end)
        stone = Milestone(context.year, ">=", 100.0, "%", "100")
        return Target("", TargetKind.FULL, Direction.HIGHER, (stone,))
    post = behind if behind and behind.kind in POST else None
    op = _op(post, behind, chain, context, token)
    if quantity.upper is not None:
        return _range(token, quantity, op, behind, chain, context)
    value, unit, text = fit(quantity, context.unit, context)
    hold = chain.has("hold") or (chain.has("per_year") and unit in ("%", None))
    return _leveled(Milestone(context.year, op, value, unit, text), hold, post, chain, context)


def _leveled(stone: Milestone, hold: bool, post: Token | None, chain: Chain, context: Context) -> Target:
    if stone.op == "~=":
        return Target("", TargetKind.AROUND, _around(chain, context), (stone,), hold=hold)
    direction = Direction.HIGHER if stone.op in (">=", ">") else Direction.LOWER
    full = stone.text == "100" and stone.unit == "%" and stone.op == ">=" and not post
    countable = stone.value == 1 and stone.op == ">=" and stone.unit and stone.unit.startswith(_COUNTABLE)
    if full and not chain.has("ge"):
        kind = TargetKind.FULL
    elif countable and not hold:
        kind = TargetKind.AT_LEAST_ONE
    elif hold:
        kind = TargetKind.HOLD
    else:
        kind = TargetKind.AT_LEAST if direction is Direction.HIGHER else TargetKind.AT_MOST
    base_year = context.base if context.base_value is not None else None
    return Target("", kind, direction, (stone,), base_year, context.base_value, hold=hold)


def _range(
    token: Token, quantity: Quantity, op: str, behind: Token | None, chain: Chain, context: Context
) -> Target:
    """控制在103-107之间 asks for both ends; 达到60%-70% for the easier one, and a note says so."""
    low, unit, low_text = fit(quantity, context.unit, context)
    high, _, high_text = fit(replace(quantity, text=quantity.upper or ""), context.unit, context)
    hold = chain.has("hold")
    floor = _leveled(Milestone(context.year, ">=", low, unit, low_text), hold, behind, chain, context)
    ceiling = _leveled(Milestone(context.year, "<=", high, unit, high_text), hold, behind, chain, context)
    kept = chain.last("hold", "down_to")
    if (behind and behind.kind == "between") or (kept and kept.value.endswith("在")):
        return replace(floor, direction=Direction.AROUND, parts=(ceiling,))
    context.complain("target_range", token.start, token.end)
    return ceiling if op.startswith("<") else floor


def _around(chain: Chain, context: Context) -> Direction:
    """Which edges hold: 控制在v左右 only the upper, 提高到v左右 only the lower; 达到v左右 follows the
    indicator's own sense and has both where that is unknown; 保持在v左右 always has both."""
    verb = chain.last("down_to", "up_to", "hold")
    if verb is None:
        one_sided = context.direction is Direction.HIGHER or context.direction is Direction.LOWER
        return context.direction if one_sided and context.direction else Direction.AROUND
    if verb.kind == "down_to" or verb.value.endswith("控制在"):
        return Direction.LOWER
    return Direction.HIGHER if verb.kind == "up_to" else Direction.AROUND


def _op(post: Token | None, behind: Token | None, chain: Chain, context: Context, token: Token) -> str:
    """The comparison: 以上/以下/左右 behind the number, else the sign or verb before it, else the
    indicator's own sense."""
    sign = chain.last(*OPS)
    if token.value == "过半":
        return ">"
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
    plain_share = behind is not None and behind.value.startswith("的")
    return _sense(chain, context, token, quiet=plain_share)


def _sense(chain: Chain, context: Context, token: Token, *, quiet: bool) -> str:
    """A number without 以上 or 以下 takes the indicator's sense; 达到 without one means at least."""
    by_direction = {Direction.HIGHER: ">=", Direction.LOWER: "<=", Direction.AROUND: "~="}
    sense = context.direction or Direction.NONE
    if token.quantity and float(token.quantity.text) == 0 and sense is not Direction.HIGHER:
        return "<="  # at least nothing would ask for nothing
    if sense in by_direction and not (sense is Direction.AROUND and chain.has("reach")):
        return by_direction[sense]
    change = chain.last("up", "down")
    if change:
        return "<=" if change.kind == "down" else ">="
    whole = token.quantity and token.quantity.text == "100"
    if not whole and not quiet and not chain.has("reach", "hold", "each", "make"):
        context.complain("target_sense_assumed", token.start, token.end)
    return ">="


def worded(chain: Chain, context: Context, clause: list[Token]) -> Demand | None:
    """A demand without a number: full coverage, rise, fall."""
    start, end = clause[0].start, clause[-1].end
    full, change = chain.last("full"), chain.last("up", "down")
    if full:
        stone = Milestone(context.year, ">=", 100.0, "%", "100")
        if full.value.startswith("基本"):
            context.complain("target_basically_full", full.start, full.end)
        target = Target("", TargetKind.FULL, Direction.HIGHER, (stone,), hold=chain.has("hold"))
        return Demand(_scoped(target, chain), chain.subject, full.start, full.end)
    if change and _moves_a_figure(change, chain, clause):
        rising = change.kind == "up"
        kind = TargetKind.RISE if rising else TargetKind.FALL
        direction = Direction.HIGHER if rising else Direction.LOWER
        target = Target("", kind, direction, (), context.base)
        subject = chain.subject if chain.gap or chain.words else ""
        return Demand(_scoped(target, chain), subject, start, end)
    return None


def _moves_a_figure(change: Token, chain: Chain, clause: list[Token]) -> bool:
    """Whether 提高/降低 moves a figure by its name: 参保率不断提高, 提高参保率, or no name at all.
    提升安全水平 and 意识明显增强 are no figures."""
    following = "".join(token.value for token in clause if token.start >= change.end)
    following = following.strip("、了。的并且").removesuffix("趋势")
    name = following or label(chain.subject)
    return not name or name.endswith(FIGURES)
