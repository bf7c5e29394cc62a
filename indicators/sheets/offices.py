"""The department that a sheet says reports it (填报单位：县卫生健康局)."""

from __future__ import annotations

import re

import numpy as np

from indicators.sheets.facts import BLANK, Facts
from indicators.sheets.lexicon import nfkc

_SAYS = re.compile(
    r"(?:填报|填表|报送|上报|编报|报表|提供|汇总)(?:单位|部门|科室)(?:名称|全称)?\s*(?:[((](?:盖?章|公章|签章|盖公章)[))])?\s*[::]\s*(?P<name>[^\s,;:()]{2,30})?"
)
_SEAL = re.compile(r"[((](?:盖?章|公章|签章|盖公章)[))]|_+")


def offices_named(facts: Facts, rows: list[int]) -> list[str]:
    """Names of reporting departments in these lines, in order; the name may stand in the next cell."""
    found: list[str] = []
    for row in rows:
        columns = np.flatnonzero(facts.kinds[row] != BLANK)[:20].tolist()
        texts = [_SEAL.sub("", nfkc(facts.text(row, column))).strip() for column in columns]
        for at, text in enumerate(texts):
            for match in _SAYS.finditer(text):
                behind = texts[at + 1] if at + 1 < len(texts) and match.end() == len(text) else ""
                name = match["name"] or (behind if ":" not in behind else "")
                if re.search(r"[\u4e00-\u9fff]{2}", name) and len(name) <= 30:
                    found.append(name)
    return list(dict.fromkeys(found))
