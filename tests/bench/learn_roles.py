"""How the two score tables are learned, in one command:
    python tests/bench/learn_roles.py BENCH_FOLDER [OUT_FOLDER]

Logistic regression on the feature steps of `indicators/sheets/lines.py` and `cells.py`, from the
annotated sets named below and nothing else; the cells are learned inside the roles that the new line
table gives. Writes learned_lines.csv and learned_cells.csv (into indicators/sheets where no other folder
is named). Needs scikit-learn and scipy, which the product does not.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from role_scores import as_grid, sheets

from indicators.sheets import cells, roles
from indicators.sheets.cells import CELL_NAMES, CellFeatures
from indicators.sheets.facts import BLANK, Facts, gather
from indicators.sheets.lines import LineFeatures
from indicators.sheets.roles import NAMES, line_roles
from indicators.sheets.scores import read_table

LINE_ROLE = {"metadata": 0, "header": 1, "group": 2, "data": 3, "derived": 4, "notes": 5}
CELL_ROLE = {"metadata": 0, "header": 1, "attributes": 3, "data": 4, "derived": 4, "notes": 5}
SETS = ("saus_ghasemi", "lines_saus", "lines_govuk", "imtqa_train")
LINES, CELLS = "learned_lines.csv", "learned_cells.csv"
MOST_LINES = 500
MOST_DATA_LINES = 70


@dataclass
class Sheet:
    """One annotated sheet: its set, what the annotators said, and our facts."""

    name: str
    gold: dict
    facts: Facts


def annotated(folder: Path) -> Iterator[Sheet]:
    """All sheets of the sets that may be learned from."""
    for name in SETS:
        for gold in sheets(folder, name):
            facts = gather(as_grid(gold))
            if facts.n_rows:
                yield Sheet(name, gold, facts)


def filled_rows(facts):
    """Rows that are not blank."""
    return np.flatnonzero((facts.kinds != BLANK).any(axis=1))


def used_rows(facts):
    """Non-blank rows; of a very long sheet the two ends."""
    rows = filled_rows(facts)
    half = MOST_LINES // 2
    return np.concatenate([rows[:half], rows[-half:]]) if len(rows) > MOST_LINES else rows


def line_gold(sheet):
    """Role number of every line; the Chinese set only knows heads and the rest."""
    if "line_gold" in sheet:
        return [LINE_ROLE.get(role, -1) for role in sheet["line_gold"]]
    out = []
    for gold, texts in zip(sheet["gold"], sheet["grid"], strict=True):
        seen = Counter(
            (role or "").startswith("column")
            for role, text in zip(gold, texts, strict=True)
            if role and text.strip()
        )
        out.append(-1 if not seen else 1 if seen[True] > seen[False] else 3)
    return out


def line_samples(found: Iterable[Sheet]):
    """(features, roles, weight) of every sheet's lines; cells of whole sheets are annotated elsewhere."""
    for sheet in found:
        if sheet.name != "saus_ghasemi":
            rows, gold = used_rows(sheet.facts), line_gold(sheet.gold)
            weight = min(1, 40 / len(rows)) ** 0.5 * (0.3 if sheet.name == "imtqa_train" else 1)
            yield LineFeatures(sheet.facts, rows).table, np.array([gold[r] for r in rows]), weight


def cell_gold(role, row, first):
    """Role number of a cell; a group is metadata below the first data line."""
    if role is None:
        return -1
    if role.startswith(("column", "row")):
        return 1 if role.startswith("column") else 3
    return 2 if role == "metadata" and row >= first else CELL_ROLE[role]


def picked(lines, rng):
    """Lines to learn cells from: all but some of many plain data lines."""
    data = rng.permutation(np.flatnonzero(lines == roles.DATA))
    few = max(0, MOST_DATA_LINES - (len(lines) - len(data)))
    return np.setdiff1d(np.arange(len(lines)), data[few:] if len(lines) > MOST_DATA_LINES else [])


def cell_samples(found: Iterable[Sheet]):
    """(features, roles, weight) of every sheet's cells, inside the roles of their lines."""
    rng = np.random.default_rng(0)
    for sheet in found:
        if "gold" in sheet.gold:
            rows, gold = filled_rows(sheet.facts), sheet.gold["gold"]
            lines = line_roles(sheet.facts).roles[rows]
            seen = CellFeatures(sheet.facts, rows, lines)
            first = next((i for i, line in enumerate(gold) if {"data", "derived"} & set(line)), len(gold))
            told = [
                cell_gold(gold[rows[a]][c], rows[a], first) for a, c in zip(seen.at, seen.column, strict=True)
            ]
            kept = np.isin(seen.at, picked(lines, rng))
            weight = min(1, 60 / len(told)) ** 0.5 * (len(told) / kept.sum()) ** 0.5
            yield {k: v[kept].astype(np.int16) for k, v in seen.table.items()}, np.array(told)[kept], weight


def fit(samples, strength):
    """Centred coefficients per (feature, step), and the constants."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    names = sorted(samples[0][0])
    table = np.concatenate([np.stack([features[n] for n in names], axis=1) for features, _, _ in samples])
    roles = np.concatenate([r for _, r, _ in samples])
    weights = np.concatenate([np.full(len(r), w) for _, r, w in samples])
    index, columns = [], []
    for at, name in enumerate(names):
        steps, codes = np.unique(table[:, at], return_inverse=True)
        columns.append(codes + len(index))
        index += [(name, int(step)) for step in steps]
    cells = np.stack(columns, axis=1)
    n, m = cells.shape
    matrix = sparse.csr_matrix(
        (np.ones(n * m), cells.ravel(), np.arange(0, n * m + 1, m)), shape=(n, len(index))
    )
    known = roles >= 0
    model = LogisticRegression(C=strength, max_iter=300, tol=5e-4)
    model.fit(matrix[known], roles[known], sample_weight=weights[known])
    return index, model.coef_ - model.coef_.mean(axis=0), model.intercept_ - model.intercept_.mean()


def followers(samples, k):
    """Log odds of what follows what, of the first and of the last line."""
    after, start, end, share = np.full((k, k), 0.5), np.full(k, 0.5), np.full(k, 0.5), np.ones(k)
    for _, told, _ in samples:
        known = told[told >= 0]
        if len(known):
            start[known[0]] += 1
            end[known[-1]] += 1
            np.add.at(after, (known[:-1], known[1:]), 1)
            np.add.at(share, known, 1)
    base = np.log(share / share.sum())
    odds = np.log(after / after.sum(axis=1, keepdims=True)) - base
    return odds, np.log(start / start.sum()) - base, np.log(end / end.sum()) - base


def as_csv(names, fitted, order):
    """The score table as CSV: feature, step, one score per role."""
    index, scores, constants = fitted
    least = 0.015 if order else 0.03
    rows = [("(always)", 0, constants)]
    rows += [
        (n, step, column)
        for (n, step), column in zip(index, scores.T, strict=True)
        if abs(column).max() >= least
    ]
    if order:
        rows += [("(after)", at, line) for at, line in enumerate(order[0])]
        rows += [("(start)", 0, order[1]), ("(end)", 0, order[2])]
    text = [",".join(("feature", "step", *names))]
    text += [",".join((name, str(step), *(f"{score:.2f}" for score in line))) for name, step, line in rows]
    return "\n".join(text) + "\n"


def learn(found: list[Sheet]) -> dict[str, str]:
    """Both tables as CSV by file name; from here on the reader uses them."""
    tables: dict[str, str] = {}
    use(tables)
    samples = list(line_samples(found))
    tables[LINES] = as_csv(NAMES, fit(samples, 0.1), followers(samples, len(NAMES)))
    use(tables)
    tables[CELLS] = as_csv(CELL_NAMES, fit(list(cell_samples(found)), 0.3), None)
    use(tables)
    return tables


def use(tables: dict[str, str]) -> None:
    """Let the reader decide by these tables."""
    read = {name: read_table(text) for name, text in tables.items()}
    roles.score_table = cells.score_table = read.__getitem__


def main():
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(cells.__file__).parent
    for name, text in learn(list(annotated(Path(sys.argv[1])))).items():
        (out / name).write_text(text, encoding="utf-8")
        print(f"{out / name}: {text.count(chr(10))} lines")


if __name__ == "__main__":
    main()
