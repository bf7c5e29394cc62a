"""From paragraphs to goals: which plan, which chapter, which lines under 主要目标."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indicators.model import PlanKind
from indicators.plan_draft.paragraphs import Paragraph

_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十百]{1,3}[章节条部分]{1,2}|[一二三四五六七八九十]{1,3}[、.．]|[((][一二三四五六七八九十\d]{1,3}[))]"
    r"|\d{1,2}[.．、](?!\d)|\d{1,2}[))]|[①-⑳]|[-—–]{1,3}|[•·●○■◆□▪※]|[一二三四五六七八九十]{1,3}是)\s*"
)
_BULLET = re.compile(r"^(?:[-—–]{1,3}|[•·●○■◆□▪※]|[①-⑳])")
_INLINE = re.compile(r"(?<=[。;;::])\s*(?=\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]是)|\s+(?=[-—–]{2}\S)")
_SECTION = re.compile(
    r"(?<=[。;\s))])\s*(?=[((][一二三四五六七八九十]{1,3}[))](?:妇女|儿童|女性)[与和]|(?:主要目标|策略措施)\s*[::])"
)
_ORDINAL = re.compile(r"^\s*(\d{1,2})[.．、]\s*")
_GOALS = re.compile(
    r"^[【\[]?(?:[^,，。;:]{0,14}的)?(?:主要目标|发展目标|具体目标|目标任务|工作目标|主要指标|阶段目标)[】\]]?\s*[:.。]?"
)
_MEASURES = re.compile(
    r"^[【\[]?(?:策略措施|主要措施|策略与措施|支持措施|工作措施|主要任务|重点任务|重点工作|具体措施|保障措施|组织实施|监测评估|支持性政策|措施任务|工作任务)"
)
_CHAPTER = re.compile(r"^(?P<who>妇女|儿童|青少年|女性)(?:发展)?(?:与|和)(?P<what>[^,，。;:、]{2,12})[。]?$")
_TITLE = re.compile(r"(?P<who>妇女|儿童)(?:事业)?发展(?:规划|纲要|“十四五”规划|十四五规划)")
_PERIOD = re.compile(r"(20[123]\d)\s*年?\s*[-—–~－至]\s*(20[123]\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """One goal as printed, with the chapter it stands in. `surely` is False where no heading says that
    it is a goal."""

    text: str
    number: int
    plan: PlanKind | None = None
    domain: str = ""
    heading: str = ""
    surely: bool = True


@dataclass(slots=True)
class _State:
    plan: PlanKind | None = None
    domain: str = ""
    in_goals: bool = False
    count: int = 0


def plan_period(paragraphs: list[Paragraph]) -> tuple[int, int]:
    """The plan's first and last year as its title gives them, else 2021 and 2030."""
    for paragraph in paragraphs[:60]:
        match = _PERIOD.search(paragraph.text)
        if match and 2 < int(match[2]) - int(match[1]) < 20:
            return int(match[1]), int(match[2])
    return 2021, 2030


def bare(text: str) -> str:
    """A line without its numbers and bullets: '(一)1. 目标' -> '目标'."""
    for _ in range(3):
        text = _NUMBER.sub("", text.strip())
    return text.strip()


def goal_lines(paragraphs: list[Paragraph]) -> list[Line]:
    """Every goal of the plan, in order: what stands under 主要目标; without such headings every line of
    the text, each marked as not surely a goal."""
    state = _State()
    found: list[Line] = []
    for paragraph in paragraphs:
        if not paragraph.cells:
            found += _read(paragraph, state)
    if found:
        return _without_headings(found)
    return [Line(part, item.number, surely=False) for item in paragraphs for part in _pieces(item.text)]


def _read(paragraph: Paragraph, state: _State) -> Iterator[Line]:
    for section in _SECTION.split(paragraph.text):
        yield from _section(section, paragraph.number, state)


def _section(section: str, number: int, state: _State) -> Iterator[Line]:
    text = bare(section)
    title = _TITLE.search(text)
    if title and len(text) < 60:
        state.plan = PlanKind.WOMEN if title["who"] == "妇女" else PlanKind.CHILDREN
    chapter = _CHAPTER.match(text)
    if chapter:
        state.domain, state.in_goals = chapter["what"], False
        women = chapter["who"] in ("妇女", "女性")
        state.plan = PlanKind.WOMEN if women else PlanKind.CHILDREN
        return
    goals = _GOALS.match(text)
    if goals and (len(text) == goals.end() or text[goals.end() - 1] in "::。.】]"):
        state.in_goals, state.count, section = True, 0, text[goals.end() :]
    elif (_MEASURES.match(text) and len(text) < 30) or re.match(r"策略措施\s*[::]", text):
        state.in_goals = False
    if state.in_goals:
        yield from _goals(section, number, state)


def _goals(text: str, number: int, state: _State) -> Iterator[Line]:
    for piece in _pieces(text):
        said = _unnumbered(piece, state)
        if said:
            mark = "bullet" if _BULLET.match(piece.strip()) else ""
            yield Line(said, number, state.plan, state.domain, heading=mark)


def _unnumbered(piece: str, state: _State) -> str:
    """A goal without its number. In '9.5岁以下儿童…' the 9 is the number if 8 came before it."""
    ordinal = _ORDINAL.match(piece)
    if ordinal is None:
        return bare(piece)
    following = piece[ordinal.end() :]
    if following[:1].isdigit() and int(ordinal[1]) != state.count + 1:
        return piece.strip()
    state.count = int(ordinal[1])
    return following.strip()


def _pieces(text: str) -> list[str]:
    return [piece for piece in _INLINE.split(text) if piece.strip(" 。;")]


def _without_headings(lines: list[Line]) -> list[Line]:
    """A short line without a full stop that only heads the bullets behind it becomes their heading."""
    kept: list[Line] = []
    heading = ""
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if line.heading == "bullet":
            kept.append(replace(line, heading=heading))
            continue
        heads = (
            following is not None and following.heading == "bullet" and not re.search(r"\d|[。;]", line.text)
        )
        heading = line.text if heads else ""
        if not heads:
            kept.append(line)
    return kept
