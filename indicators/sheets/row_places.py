"""Which area each row of a table is of."""

from __future__ import annotations

import numpy as np

from indicators.sheets.areas import area_name, area_names, indent_of, is_area_total
from indicators.sheets.dims import Reader, Token, is_measure
from indicators.sheets.factors import coded, combine
from indicators.sheets.facts import Facts
from indicators.sheets.groups import Layout
from indicators.sheets.paths import area_paths, rank


def is_place(token: Token, layout: Layout) -> bool:
    """Whether an open heading of an area stub is an area too, and not the name of a measure."""
    open_text = token.dim == "text" and not token.unit and not token.period and layout.text_is == "area"
    return open_text and not is_measure(token.text)


def read_where(
    facts: Facts, rows: list[int], layout: Layout, reader: Reader, texts: dict[int, list[str]],
    context: np.ndarray, contexts: list[tuple[str, ...]],
) -> tuple[np.ndarray, list[tuple[str | None, bool]]]:  # fmt: skip
    """Codes of the rows' areas, and for each code its path and whether it is a total."""
    columns = layout.of("area", "") if layout.text_is == "area" else layout.of("area")
    codes = layout.of("area_code")
    if not rows:
        return np.zeros(0, dtype=np.int32), []
    if not columns:
        columns, codes = codes[-1:], []
    columns = _by_rank(columns, texts)
    above = [_group_areas(labels, layout, reader) for labels in contexts]
    if not columns:
        return context, [("/".join(a) or None, bool(a) and is_area_total(a[-1])) for a in above]
    above = [[step for step in steps if not is_area_total(step)] for steps in above]
    main = columns[-1]
    only = len(contexts) == 1 and not layout.of("indicator", "indicator_part", "year", "breakdown")
    paths = area_paths(
        texts[main],
        indents_of(facts, rows, main),
        texts[codes[0]] if codes else None,
        alone=only and len(columns) == 1,
    )
    n = len(rows)
    arrays = [context, coded(paths or texts[main], n), *(coded(texts[c], n) for c in columns[:-1])]
    inverse, first = combine(arrays)
    outer, own = [texts[column] for column in columns[:-1]], texts[main]
    if not (outer or paths or any(above)):
        names = area_names([own[at] for at in first.tolist()])
        return inverse, [(name or None, is_area_total(name)) for name in names]
    wheres = []
    for at, group in zip(first.tolist(), context[first].tolist(), strict=True):
        path = [*above[group], *(area_name(column[at]) for column in outer if column[at].strip())]
        path += paths[at] if paths else (area_name(own[at]),)
        wheres.append(_where(path))
    return inverse, wheres


def _where(path: list[str]) -> tuple[str | None, bool]:
    """A path as one text, steps said twice in a row once; and whether it ends in a total."""
    steps = [step for i, step in enumerate(path) if step and (i == 0 or step != path[i - 1])]
    return "/".join(steps) or None, bool(steps) and is_area_total(steps[-1])


def _by_rank(columns: list[int], texts: dict[int, list[str]]) -> list[int]:
    """Area columns with the higher ones first (村, 乡镇 -> 乡镇, 村), where the names tell."""
    if len(columns) < 2:
        return columns
    ranks = {}
    for column in columns:
        seen = {rank(text) for text in texts[column][:200] if text.strip() and not is_area_total(text)}
        if len(seen) != 1 or 9 in seen:
            return columns
        ranks[column] = seen.pop()
    return sorted(columns, key=lambda column: ranks[column])


def _group_areas(labels: tuple[str, ...], layout: Layout, reader: Reader) -> list[str]:
    tokens = [reader.token(label) for label in labels]
    return [
        area_name(t.text) for t in tokens
        if t.dim in ("area", "whole") or is_place(t, layout)
    ]  # fmt: skip


def indents_of(facts: Facts, rows: list[int], column: int) -> list[int] | None:
    """Indent of every row's label in a column; None where none is indented."""
    cells, given = facts.grid.rows, facts.grid.indents
    values = [cells[row][column] for row in rows]
    begins = {value[:1] for value in values if type(value) is str}
    if not given and not any(map(indent_of, begins)):
        return None
    known = {value: indent_of(value) if type(value) is str else 0 for value in dict.fromkeys(values)}
    return [known[value] + 2 * given.get((row, column), 0) for row, value in zip(rows, values, strict=True)]
