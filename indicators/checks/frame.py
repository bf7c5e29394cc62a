"""The working frame of the checks: typed columns out of a reading's records, nothing judged yet."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

REPEATED = {
    "file": "file", "sheet": "sheet", "unit": "unit", "missing": "missing", "qualifier": "qualifier",
    "component": "component", "period_label": "period_label", "label": "indicator", "given_code": "code",
    "given_area": "area",
}  # fmt: skip
"""Columns of the working frame that are kept as categories, and the reading's columns they come from."""

MOST_DECIMALS = 9
_FOLDED = str.maketrans(
    {"【": "(", "】": ")", "[": "(", "]": ")", "〔": "(", "〕": ")", "~": "-", "—": "-", "–": "-"}
)


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """A reading's frame with one dtype a column and rows numbered from 0.

    Repeated texts become categories, `value` float64, `year` int32 (0 where unreadable),
    `breakdown` canonical JSON text ("" for the whole), `label` the header path as read.
    """
    size = len(frame)
    columns: dict[str, Any] = {name: _category(_column(frame, source)) for name, source in REPEATED.items()}
    columns["breakdown"] = recode(_category(_column(frame, "breakdown")), canonical, whole="")
    columns["flags"] = _flags(_column(frame, "flags"))
    for name in ("cell", "raw", "as_of"):
        columns[name] = _column(frame, name)
    columns["score"] = _numbers(_column(frame, "score"))
    columns["value"] = _numbers(_column(frame, "value"))
    years = _numbers(_column(frame, "year"))
    whole = np.isfinite(years) & (np.abs(years) < 32000) & (years == np.round(years))
    columns["year"] = np.where(whole, years, 0).astype("int32")
    return pd.DataFrame(columns, index=pd.RangeIndex(size))


def _column(frame: pd.DataFrame, name: str) -> Any:
    if name not in frame:
        return np.full(len(frame), None, dtype=object)
    column = frame[name]
    return column.array if isinstance(column.dtype, pd.CategoricalDtype) else column.to_numpy(dtype=object)


def _category(values: Any) -> pd.Categorical:
    if isinstance(values, pd.Categorical):
        return values
    codes, names = pd.factorize(values)
    return pd.Categorical.from_codes(codes, [str(name) for name in names])


def _numbers(values: Any) -> np.ndarray:
    return np.asarray(pd.to_numeric(pd.Series(values), errors="coerce"), dtype="float64")


def _flags(values: Any) -> pd.Categorical:
    """Each row's flags as one text; rows share few different sets, so each set is joined once."""
    codes, sets = pd.factorize(np.asarray(values, dtype=object), use_na_sentinel=False)
    texts = [_joined(item) for item in sets]
    known = list(dict.fromkeys(texts))
    where = np.array([known.index(text) for text in texts] or [0])
    return pd.Categorical.from_codes(where[codes] if len(codes) else codes, known)


def _joined(flags: object) -> str:
    if isinstance(flags, str):
        return flags
    return ";".join(str(flag) for flag in flags) if isinstance(flags, tuple | list) else ""


def canonical(breakdown: str) -> str:
    """A breakdown's JSON text with sorted keys; "" for the whole. Unreadable text stays as it is."""
    if breakdown in ("", "{}", "null"):
        return ""
    try:
        parts = json.loads(breakdown)
    except ValueError:
        return breakdown
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if parts else ""


def recode(
    column: pd.Categorical, change: Callable[[str], str | None], whole: str | None = None
) -> pd.Categorical:
    """A categorical with every category changed once; null becomes `whole` where given."""
    new = [change(str(item)) for item in column.categories]
    known = list(
        dict.fromkeys([*(item for item in new if item is not None), *([] if whole is None else [whole])])
    )
    where = {item: at for at, item in enumerate(known)}
    empty = -1 if whole is None else where[whole]
    codes = np.array([empty if item is None else where[item] for item in new] + [empty], dtype="int64")
    return pd.Categorical.from_codes(codes[column.codes], known)


def group_codes(work: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """One integer for each row, equal where all the columns are equal (nulls equal each other)."""
    code = np.zeros(len(work), dtype="int64")
    for name in columns:
        column = work[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            part = column.cat.codes.to_numpy().astype("int64") + 1
        elif column.dtype.kind in "iu":
            part = column.to_numpy().astype("int64")
        elif column.isna().all():
            continue
        else:
            part = pd.factorize(column.to_numpy(dtype=object))[0].astype("int64") + 1
        low = int(part.min(initial=0))
        width = int(part.max(initial=0)) - low + 1
        code = code * width + (part - low)
        if width > 1 and len(code) and int(code.max()) > 2**31:
            code = pd.factorize(code)[0].astype("int64")
    return code


def squeeze(text: str) -> str:
    """A name without what spelling varies by: width, spaces, bracket and dash shapes."""
    plain = text if text.isalnum() and text.isascii() else unicodedata.normalize("NFKC", text)
    return "".join(plain.translate(_FOLDED).split())


def decimal_texts(work: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The figures as decimal text, and how many decimals each was reported with (-1: no figure).

    The cell's own text counts where it is that number ("36.50" has two decimals); else the
    shortest text of the number.
    """
    value = work["value"].to_numpy()
    raws = work["raw"].to_numpy(dtype=object)
    raw = pc.fill_null(pa.array(raws, type=pa.string(), from_pandas=True), "")
    plain = pc.fill_null(pc.match_substring_regex(raw, r"^-?\d{1,15}(\.\d{1,9})?$"), False)
    number = pc.cast(pc.if_else(plain, raw, pa.scalar("nan")), pa.float64()).to_numpy(zero_copy_only=False)
    same = (number == value) & np.isfinite(value)
    dot = pc.find_substring(raw, ".").to_numpy(zero_copy_only=False)
    length = pc.utf8_length(raw).to_numpy(zero_copy_only=False)
    decimals = np.where(dot >= 0, length - dot - 1, 0)
    text = raw.to_numpy(zero_copy_only=False).astype("object")
    other = np.flatnonzero(~same)
    texts = [shortest(item) for item in value[other]]
    text[other] = texts
    decimals[other] = [len(item.partition(".")[2]) if item else -1 for item in texts]
    return text, decimals.astype("int8")


def shortest(value: float) -> str:
    """The shortest plain decimal text of a number, float noise beyond nine decimals dropped; "" for none."""
    if not np.isfinite(value):
        return ""
    text = f"{value:.{MOST_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
