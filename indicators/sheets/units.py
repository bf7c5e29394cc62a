"""Units: at the end of a label, on a unit row, in a cell of their own."""

from __future__ import annotations

import re
from functools import lru_cache

from indicators.sheets.lexicon import nfkc

_SIMPLE = {
    "%", "‰", "人", "万人", "户", "万户", "个", "件", "起", "元", "万元", "亿元", "千元", "岁", "年", "小时", "分钟", "人次", "万人次", "所", "家", "张",  # noqa: E501
    "名", "份", "次", "期", "例", "处", "册", "万册", "公里", "千米", "平方公里", "平方米", "亩", "公顷", "吨", "万吨", "千克", "公斤", "倍", "天", "日", "月",  # noqa: E501
    "百分点", "个百分点", "床", "张床", "台", "辆", "套", "项", "条", "村", "社区", "场", "对", "位", "间", "座", "支", "批", "双", "班", "人/户",  # noqa: E501
    "1/10万", "1/万", "百分比", "千分比", "比值", "班次", "户次", "场次", "分", "米", "厘米", "万", "亿", "美元", "万美元", "亿美元", "元/人", "元/月", "学时",  # noqa: E501
    "人/平方公里", "克", "升", "件次", "卷", "株", "头", "只", "门", "千人", "百人", "百元", "宗", "本", "篇", "面", "部", "组", "队", "年/人",  # noqa: E501
    "十万分之一", "万分之一", "无量纲", "文字", "是/否", "支/个", "站", "人·次", "分钟/天", "小时/天", "百万元", "千户", "千美元", "kg", "km", "m", "cm",  # noqa: E501
}  # fmt: skip
_ALIASES = {
    "/10万": "1/10万", "10万分之一": "1/10万", "十万分之一": "1/10万", "1/100000": "1/10万", "/100000": "1/10万", "1/十万": "1/10万", "/十万": "1/10万",  # noqa: E501
    "/万": "1/万", "万分之一": "1/万", "1/10000": "1/万", "/10000": "1/万", "百分比": "%", "千分比": "‰", "percent": "%", "percentage": "%",  # noqa: E501
    "百分数": "%", "permille": "‰", "百分之": "%",
}  # fmt: skip
_MULTIPLES = re.compile(
    r"(?:[十百千万萬亿億]|百万|千万|十亿|万亿)?(?:吨标准煤|吨标煤|吨公里|人公里|立方米|千瓦小时|千瓦时|千瓦|标准箱|标台"
    r"|平方公里|平方米|公顷|公里|吨|人|户|戶|元|圆|円|次|件|辆|台|套|床|册|份|头|只|株|所|个|個|家|人次|人天|日)"
)
_INDEX = re.compile(r"[\u4e00-\u9fff\d+]{1,12}=100|以[\u4e00-\u9fff]{1,4}为100")
_COMPOUND = re.compile(
    r"(?:元|万元|人|个|张|名|册|件|户|平方米|所|次|例|小时|分钟|位|台|吨|千克|亿元|人次|辆|床)/[\u4e00-\u9fff\d·]{1,6}(?:·月)?|[个名张人所次件]/(?:百|千|万|十万|10万)[人名]?(?:儿童|人口)?"
)
_TAIL = re.compile(
    r"^(?P<label>.*?)\s*[((\[【〔](?P<unit>[^()()\[\]【】〔〕]{1,14})[))\]】〕]\s*(?P<rest>[\u2460-\u2473*a-z]{0,3})$",
    re.S,
)
_ROW = re.compile(r"(?:计量|指标|数据|计算)?(?:单位|單位|unit)\s*[::]\s*(?P<units>.+)", re.I | re.S)
_BARE_TAIL = re.compile(r"^(?P<label>.*[\u4e00-\u9fff)])\s*(?P<unit>%|‰)$", re.S)


@lru_cache(maxsize=8192)
def as_unit(text: str) -> str | None:
    """The text as a unit in its usual writing, or None if it is none: ％ -> %, /10万 -> 1/10万."""
    plain = re.sub(r"\s+", "", nfkc(text)).replace("⁄", "/")
    plain = re.sub(r"^(?:单位|計量單位|计量单位)[::]", "", plain)
    if plain in _ALIASES:
        return _ALIASES[plain]
    if plain in _SIMPLE or _INDEX.fullmatch(plain) or _COMPOUND.fullmatch(plain):
        return plain
    if _MULTIPLES.fullmatch(plain):
        return plain
    return None


@lru_cache(maxsize=16384)
def split_unit(label: str) -> tuple[str, str | None]:
    """A label without the unit in brackets at its end, and the unit: 就业率(%) -> 就业率, %."""
    text = nfkc(label).strip()
    match = _TAIL.match(text) or _BARE_TAIL.match(text)
    if match:
        unit = as_unit(match["unit"])
        if unit is not None:
            return match["label"].strip(), unit
    return text, None


@lru_cache(maxsize=4096)
def unit_row(text: str) -> tuple[str, ...] | None:
    """The units of a unit line (单位：户、人 -> 户, 人), or None if the text is no unit line.

    A line `单位：某某局` names an office and is none.
    """
    plain = nfkc(text).strip().strip("()[]【】")
    match = _ROW.fullmatch(plain)
    if match is None:
        return None
    parts = [part for part in re.split(r"[、,,;;\s]+", match["units"].strip()) if part]
    units = [as_unit(part) for part in parts]
    if parts and all(units):
        return tuple(unit for unit in units if unit)
    return None
