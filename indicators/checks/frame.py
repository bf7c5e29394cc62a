"""The working frame of the checks: typed columns out of a reading's records, nothing judged yet."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

NAMES = ("file", "sheet", "unit", "missing", "qualifier", "breakdown", "component", "flags", "period_label")
MOST_DECIMALS = 9


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """A reading's frame with one dtype a column and rows numbered from 0.

    Repeated texts become categories, `value` float64, `year` Int32 (null where unreadable),
    `breakdown` canonical JSON text ("" for the whole), `label` the header path as read.
    """
    work = pd.DataFrame(index=pd.RangeIndex(len(frame)))
    for name in ("file", "sheet", "cell", "raw", "period_label", "component", "unit", "missing", "qualifier"):
        work[name] = _column(frame, name)
    work["label"] = _column(frame, "indicator")
    work["given_code"] = _column(frame, "code")
    work["given_area"] = _column(frame, "area")
    work["breakdown"] = _column(frame, "breakdown")
    work["flags"] = _flags(_column(frame, "flags"))
    for name in ("label", "given_code", "given_area", *NAMES):
        work[name] = work[name].astype("category")
    work["breakdown"] = recode(work["breakdown"], canonical, whole="")
    work["flags"] = recode(work["flags"], str, whole="")
    work["score"] = pd.to_numeric(_column(frame, "score"), errors="coerce").astype("float64")
    work["as_of"] = _column(frame, "as_of")
    work["year"] = _years(_column(frame, "year"))
    work["value"] = pd.to_numeric(_column(frame, "value"), errors="coerce").astype("float64")
    return work


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    if name not in frame:
        return pd.Series([None] * len(frame), dtype="object")
    return frame[name].reset_index(drop=True)


def _flags(column: pd.Series) -> pd.Categorical:
    """Each row's flags as one text; rows share few different sets, so each set is joined once."""
    codes, sets = pd.factorize(column.to_numpy(dtype=object), use_na_sentinel=False)
    texts = [_joined(item) for item in sets]
    known = list(dict.fromkeys(texts))
    where = np.array([known.index(text) for text in texts] or [0])
    return pd.Categorical.from_codes(where[codes] if len(codes) else codes, known)


def _joined(flags: object) -> str:
    if isinstance(flags, str):
        return flags
    return ";".join(str(flag) for flag in flags) if isinstance(flags, tuple | list) else ""


def _years(column: pd.Series) -> pd.Series:
    years = pd.to_numeric(column, errors="coerce").astype("float64")
    return years.where(years.between(-32000, 32000) & (years == years.round())).astype("Int32")


def canonical(breakdown: object) -> str:
    """A breakdown's JSON text with sorted keys; "" for the whole. Unreadable text stays as it is."""
    if not isinstance(breakdown, str) or breakdown in ("", "{}", "null"):
        return ""
    try:
        parts = json.loads(breakdown)
    except ValueError:
        return breakdown
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if parts else ""


def recode(column: pd.Series, change: Callable[[str], str | None], whole: str | None = None) -> pd.Series:
    """A categorical column with every category changed once; null becomes `whole` where given."""
    old = column.cat.categories
    new = [change(item) for item in old]
    known = list(
        dict.fromkeys([item for item in new if item is not None] + ([] if whole is None else [whole]))
    )
    where = {item: at for at, item in enumerate(known)}
    empty = -1 if whole is None else where[whole]
    codes = np.array([where.get(item, empty) if item is not None else empty for item in new] + [empty])
    return pd.Series(pd.Categorical.from_codes(codes[column.cat.codes.to_numpy()], known), index=column.index)


def squeeze(text: str) -> str:
    """A name without what spelling varies by: width, spaces, bracket and dash shapes."""
    plain = unicodedata.normalize("NFKC", text)
    plain = plain.translate(str.maketrans({"【": "(", "】": ")", "[": "(", "]": ")", "〔": "(", "〕": ")"}))
    return "".join(plain.split()).replace("~", "-").replace("—", "-").replace("–", "-")


def decimal_texts(work: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The figures as decimal text, and how many decimals each was reported with (-1: no figure).

    The cell's own text counts where it is that number ("36.50" has two decimals); else the
    shortest text of the number.
    """
    value = work["value"].to_numpy()
    raw = pa.array(work["raw"].astype("object").where(work["raw"].notna(), ""), type=pa.string())
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
