"""Several things with their numbers in the same order: A、B和C分别降至3.0‰、5.0‰和6.0‰以下."""

from __future__ import annotations

import re
from dataclasses import replace

from indicators.targets.context import Chain, Context, Demand
from indicators.targets.kinds import POST, numbered
from indicators.targets.lexer import Token
from indicators.targets.years import base_year, year_of

_AND = re.compile(r"、|以及|和|及|与")
_LAST_AND = re.compile(r"、|和(?=[^、和]{1,40}$)")
_PAIRS = {"城乡": ("城市", "农村"), "男女": ("男性", "女性")}
_WORDS = ("text", "name", "enum")
_DATES = ("year", "range")


def apart_demands(clause: list[Token], context: Context) -> list[Demand]:
    """The demands of a clause with 分别, each with its own name or year; empty when names (or years) and
    numbers are not equally many."""
    places = [index for index, token in enumerate(clause) if token.kind == "quantity"]
    if len(places) < 2:
        return []
    lead = clause[: places[0]]
    years = [*context.years, *(year_of(token, context.period) for token in lead if token.kind in _DATES)]
    dated = len(years) == len(places)
    names = [_subject(lead)] * len(places) if dated else _things(lead, context, len(places))
    if not names:
        return []
    if not dated:
        years = [years[-1] if years else context.year] * len(places)
    chain = _operators(lead, context)
    posts = [token for token in clause[places[0] :] if token.kind in POST]
    found = []
    for index, name, year in zip(places, names, years, strict=True):
        context.year = year
        own = clause[index + 1] if index + 1 < len(clause) and clause[index + 1].kind in POST else None
        demand = numbered(clause[index], own or (posts[-1] if posts else None), chain, context)
        if demand:
            found.append(replace(demand, subject=name, end=clause[index].end, named=not dated))
    context.years.clear()
    context.last_names = [] if dated else names
    return found


def _operators(lead: list[Token], context: Context) -> Chain:
    chain = Chain()
    for token in lead:
        if token.kind == "base":
            context.base = base_year(token.value, context.period)
        elif token.kind not in (*_WORDS, *_DATES, "apart"):
            chain.add(token)
    return chain


def _subject(lead: list[Token]) -> str:
    words: list[str] = []
    for token in lead:
        if token.kind in _WORDS:
            words.append(token.value)
        elif words and token.kind not in (*_DATES, "base"):
            break
    return "".join(words).strip("、,到至")


def _things(lead: list[Token], context: Context, count: int) -> list[str]:
    """The enumerated names before 分别, `count` of them, or an empty list."""
    subject = _subject(lead) or context.carried
    if not subject and len(context.last_names) == count:  # …,到2030年分别降至…: the same things once more
        return context.last_names
    subject = subject or context.last_subject
    for divide in (_AND, _LAST_AND):  # 和 may stand inside a name: then only 、 and the last 和 divide
        names = [name for name in divide.split(subject) if name]
        if len(names) == count:
            return names
    pair = next((value for key, value in _PAIRS.items() if key in subject), ())
    return list(pair) if len(pair) == count else []
