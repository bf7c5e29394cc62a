"""What the reader could not decide: one clear question each, with ranked answers; and answers given."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from indicators.findings import Finding, finding
from indicators.model import Place, Question

NOT_LISTED = "none"

TEXTS = {
    "year": "表“{title}”没有写明年份。这些数据是哪一年的？",
    "years": "表“{title}”里写着不同的年份。这些数据是哪一年的？",
    "indicator": "“{label}”是指标库中的哪个指标？",
    "table_indicator": "表“{title}”里只有数字、地区或年份，没有写明是什么指标。这是哪个指标？",
    "rows": "表“{title}”第一列的“{example}”等是地区名称，还是指标名称？",
    "columns": "表“{title}”表头的“{example}”等是地区名称，还是指标名称？",
    "parents": "表“{title}”{columns}栏的“{labels}”没有写明属于哪一项。这{count}组依次属于哪些项目？"
    "请按从左到右的顺序写出，用顿号隔开。",
    "row_names": "表“{title}”的{count}行数没有名称。各行依次是哪些地区（或指标）？请按顺序写出，用顿号隔开。",
    "layout": "没有看懂“{title}”的表格结构。它的第几行是表头？",
}


def digest(*parts: object) -> str:
    """A short stable fingerprint of texts."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:8]


@dataclass(slots=True)
class Asker:
    """Collects questions and findings of one file, and knows the answers already given."""

    file: str
    answers: Mapping[str, str] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def ask(
        self, kind: str, identity: Sequence[object], place: Place, signature: str,
        answers: Sequence[tuple[str, str, float]] = (), wording: str = "", **words: object,
    ) -> str | None:  # fmt: skip
        """The answer given earlier, or None after noting the question down (in the words of `wording`)."""
        key = f"{kind}:{digest(*identity)}"
        given = self.answers.get(key)
        if given is not None:
            return given
        text = TEXTS[wording or kind].format(**words)
        self.questions.setdefault(key, Question(key, kind, text, place, tuple(answers), signature))
        return None

    def tell(self, code: str, place: Place, **words: object) -> None:
        """Note a finding."""
        self.findings.append(finding(code, place, **words))  # type: ignore[arg-type]
