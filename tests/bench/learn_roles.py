"""How the two score tables were learned: python tests/bench/learn_roles.py lines|cells BENCH_FOLDER OUT.csv

Logistic regression on the feature steps of `indicators/sheets/lines.py` and `cells.py`, from the
annotated sets named below and nothing else. Needs scikit-learn and scipy, which the product does not.
Learn the lines first: the cells are learned inside the lines' roles.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import numpy as np
from role_scores import as_grid, sheets

from indicators.sheets.cells import CELL_NAMES, CellFeatures
from indicators.sheets.facts import BLANK, gather
from indicators.sheets.lines import LineFeatures
from indicators.sheets.roles import NAMES, line_roles

LINE_ROLE = {"metadata": 0, "header": 1, "group": 2, "data": 3, "derived": 4, "notes": 5}
CELL_ROLE = {"metadata": 0, "header": 1, "attributes": 3, "data": 4, "derived": 4, "notes": 5}
MOST_LINES = 500


def used_rows(facts):
    """Non-blank rows; of a very long sheet the two ends."""
    rows = np.flatnonzero((facts.kinds != BLANK).any(axis=1))
    return (
        np.concatenate([rows[: MOST_LINES // 2], rows[-MOST_LINES // 2 :]])
        if len(rows) > MOST_LINES
        else rows
    )


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


def line_samples(folder):
    """(features, roles, weight) of every sheet's lines."""
    for name in ("lines_saus", "lines_govuk", "imtqa_train"):
        for sheet in sheets(folder, name):
            facts = gather(as_grid(sheet))
            rows = used_rows(facts)
            if len(rows):
                gold = line_gold(sheet)
                weight = min(1, 40 / len(rows)) ** 0.5 * (0.3 if name == "imtqa_train" else 1)
                yield LineFeatures(facts, rows).table, np.array([gold[r] for r in rows]), weight


def cell_gold(role, row, first):
    """Role number of a cell; a group is metadata below the first data line."""
    if role is None:
        return -1
    if role.startswith(("column", "row")):
        return 1 if role.startswith("column") else 3
    return 2 if role == "metadata" and row >= first else CELL_ROLE[role]


def cell_samples(folder):
    """(features, roles, weight) of every sheet's cells."""
    for name in ("saus_ghasemi", "imtqa_train"):
        for sheet in sheets(folder, name):
            facts = gather(as_grid(sheet))
            rows = np.flatnonzero((facts.kinds != BLANK).any(axis=1))
            if not len(rows):
                continue
            found = CellFeatures(facts, rows, line_roles(facts).roles[rows])
            gold = sheet["gold"]
            first = next((i for i, line in enumerate(gold) if {"data", "derived"} & set(line)), len(gold))
            roles = [
                cell_gold(gold[rows[a]][c], rows[a], first)
                for a, c in zip(found.at, found.column, strict=True)
            ]
            yield found.table, np.array(roles), min(1, 60 / len(roles)) ** 0.5


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
    for _, roles, _ in samples:
        known = roles[roles >= 0]
        if len(known):
            start[known[0]] += 1
            end[known[-1]] += 1
            np.add.at(after, (known[:-1], known[1:]), 1)
            np.add.at(share, known, 1)
    base = np.log(share / share.sum())
    odds = np.log(after / after.sum(axis=1, keepdims=True)) - base
    return odds, np.log(start / start.sum()) - base, np.log(end / end.sum()) - base


def write(path, names, fitted, order):
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
    path.write_text("\n".join(text) + "\n", encoding="utf-8")


def main():
    what, folder, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if what == "lines":
        samples = list(line_samples(folder))
        write(out, NAMES, fit(samples, 0.03), followers(samples, len(NAMES)))
    else:
        write(out, CELL_NAMES, fit(list(cell_samples(folder)), 0.3), None)


if __name__ == "__main__":
    main()
