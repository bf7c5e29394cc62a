"""Clauses that are recognised whole: gaps, other series, slower growth, balance, yes or no, conditions."""

from __future__ import annotations

import re
from dataclasses import replace

from indicators.model import Direction, Milestone, Target, TargetKind
from indicators.targets import words
from indicators.targets.context import Context, Demand
from indicators.targets.demands import clause_demands
from indicators.targets.lexer import Token
from indicators.targets.numbers import read_quantity
from indicators.targets.units import fit
from indicators.targets.words import any_of, listed
from indicators.targets.years import year_of

_ANY = r"[^,，;。]"
_HOW = r"(?:逐步|不断|持续|进一步|明显|显著|稳步|趋于|有效|大幅|有所|得到|基本|继续|逐渐){0,3}"
_SHRINK = _HOW + r"(?:缩小|缩减|减小|消除|缩短|弥合)"
GAP = re.compile(
    rf"(?:(?:逐步|不断|进一步|持续|有效){{0,2}}缩小(?P<of2>[^,，;。\d]{{0,16}}?)(?:差距|差异)"
    rf"|(?P<of>[^,，;。\d]{{0,24}}?)(?:的)?(?:差距|差异|差别)(?:{_SHRINK}|(?={_ANY}{{0,8}}?[\d≤<])))"
)
SLOWER = re.compile(
    r"(?:上升|升高|增长|增加|攀升|高发|快速增长)(?:的)?(?:趋势|势头|态势|幅度|速度)|增速"
    rf"|增幅(?!{_ANY}{{0,6}}\d)"
)
_GROWTH_FALLS = re.compile(
    r"(?:年均)?(?:增幅|增速|增长幅度)[^,，;。]{0,24}?(?:下降|降低|减少|回落|收窄|缩小)"
)
_CHECKED = re.compile(r"控制|遏制|减缓|放缓|趋缓|缓解|扭转|下降|抑制|回落|减慢|逆转")
BALANCE = re.compile(
    r"(?:男女|性别|两性|男女生)(?:的)?(?:比例|构成|结构|比)?"
    r"(?:总体|基本|更加|趋于|保持|大体|逐步|更|日益){0,3}(?:均衡|平衡|协调)"
    r"|(?:男女|性别)[^,，;。]{0,8}(?:均衡|平衡)"
)
_WHOSE = any_of(
    listed("""
    全国 全省 全市 全区 全县 全自治区 全州 国家 省 市 省级 市级 县级 自治区 当地 同级
    同类 上一届 上届 上一年 上年 周边 我国
    我省 我市 男性 男生 男童 男职工 城镇 城市 健全儿童 普通儿童 健康儿童 户籍人口 户籍儿童 本地
""")
)
_LEVEL = (
    r"(?:平均水平|平均值|平均数|均值|平均|同期水平|总体水平|同等水平|水平|标准"
    r"|(?=基本持平|持平|同步|一致|相当))"
)
_MEASURE = r"(?:[^,，;。\d]{0,12}?(?:率|比例|比重|年限|寿命))?"
_SERIES = rf"(?:同期|同年|当年|所在)?{_WHOSE}[^,，;。\d]{{0,14}}?{_LEVEL}"
_COMPARED = any_of(
    listed("""
    不低于 不少于 不高于 不超过 达到或超过 达到或高于 略高于 高于 超过 优于 好于 快于 低于 达到
    控制在 保持在 稳定在 与
    和 同
""")
)
VERSUS = re.compile(
    rf"(?P<op>{_COMPARED})(?P<series>{_SERIES})"
    r"(?P<flat>(?:基本)?(?:持平|同步|一致|相当|相同|保持一致))?(?P<post>以上|以下|以内)?"
    rf"|(?P<op_>不低于|不高于|高于|低于|优于|好于|超过|不超过)(?P<series_>{_WHOSE}{_MEASURE})(?=$|[,，;。]|\d)"
)
_SINCE = re.compile(
    r"(?P<word>不低于|不少于|不高于|不超过|高于|超过|低于|优于|好于|保持在|维持在|保持|维持)"
    r"(?P<year>(?:19|20)\d\d)年(?:底|末)?(?:的)?(?:水平|实际|数值)?(?=$|[,，;。])"
)
_BESIDE = re.compile(
    rf"(?<![占之])比(?P<series>{_SERIES})(?:要|应)?(?P<way>[高低多少长短快慢])出?(?=\d|$|[,，;。])"
)
_BEYOND_A_GOAL = re.compile(
    r"(?:高于|低于|超过|优于|不低于|不高于|不超过)(?:[国省市县区]|国家|上级|全[国省市县区])"
    r"[^,，;。\d]{0,6}(?:目标|要求|任务)值?(?=\d)"
)
_VAGUE = re.compile(r"先进|领先|中等|良好|较高|前列|标准")
_VERSUS_OPS = {
    **dict.fromkeys(("不低于", "不少于", "达到或超过", "达到或高于"), ">="),
    **dict.fromkeys(("高于", "略高于", "超过"), ">"),
    **dict.fromkeys(("不高于", "不超过"), "<="),
    "低于": "<",
}
_MORE = r"(?:及?以上|以下)?"
_GO_ON = r"(?=[,，:]|基本|实现|达到|均|应|要|可|建|逐步|设)"
CONDITION = re.compile(
    r"(?:在|对|凡)?(?P<when>(?:(?:常住|户籍|总|服务)?人口(?:规模)?(?:在|超过|达到?)?\d{1,6}(?:\.\d{1,4})?万?人?"
    rf"{_MORE}|\d{{1,6}}(?:\.\d{{1,4}})?万?(?:人口|人){_MORE})(?:的)?"
    r"(?:[县市区旗乡镇村街道社地]|[(][县市区旗、乡镇村街道]{1,12}[)]){1,6}"
    rf"|(?:有条件|具备条件|条件成熟|条件允许|有需要|有需求|符合条件)的[^,，;。\d]{{1,8}}?{_GO_ON}"
    rf"|(?:女职工|女性|职工|员工|在校生|儿童|学生)[^,，;。]{{0,8}}?\d{{1,6}}(?:人|名){_MORE}的[^,，;。\d]{{1,8}}?{_GO_ON})"
    r"[,，:]?"
)
_INSTITUTION = re.compile(r"(?:机构|学校|医院|中心|场所|基地|站|院|校|室)")
_DO = re.compile(words.YES_NO + r"|应当?有")
_NEVER = re.compile(
    r"^(?:全年|力争|确保|保持)?(?:不发生|未发生|不再发生|无|没有)"
    r"[^,，;。]{0,20}(?:死亡|事件|事故|案件|发生|现象|问题)"
)
_SYSTEM = re.compile(
    r"机制|制度|体系|平台|机构|队伍|政策|法规|规划|预算|网络|热线|组织|中心|条例|办法|档案|成员|名录|标准"
)


def special_demand(text: str, clause: list[Token], context: Context) -> Demand | None:
    """The clause as one of the kinds recognised whole, or None."""
    start, end = clause[0].start, clause[-1].end
    body = text[start:end]
    carried = context.year
    for token in clause:
        if token.kind in ("year", "range"):
            context.year = year_of(token, context.period)
    for reader in (_slower, _balance, _gap, _since, _beside, _versus, _institution):
        target = reader(body, clause, context)
        if target:
            context.years.clear()
            subject = "" if target.kind is TargetKind.GAP else _lead(body, target.kind)
            return Demand(target, subject, start, end)
    context.year = carried
    return None


def _lead(body: str, kind: TargetKind) -> str:
    pattern = {TargetKind.SLOWER_GROWTH: SLOWER, TargetKind.BALANCE: BALANCE, TargetKind.VERSUS: VERSUS}.get(
        kind
    )
    match = pattern.search(body) if pattern else None
    return body[: match.start()] if match else ""


def _slower(body: str, clause: list[Token], context: Context) -> Target | None:
    match = SLOWER.search(body)
    rest = body[match.end() :] + body[: match.start()] if match else ""
    if match and _CHECKED.search(rest):
        return Target("", TargetKind.SLOWER_GROWTH, Direction.LOWER)
    if re.fullmatch(r"(?:基本|进一步|总体)?得到(?:有效|基本|明显)?(?:控制|遏制|缓解|扭转)", body):
        return Target("", TargetKind.SLOWER_GROWTH, Direction.LOWER)
    if _GROWTH_FALLS.search(body):
        asked = (item.target for item in clause_demands(clause, context) if item.target.change)
        found = next(asked, None)
        if found and found.change:
            change = replace(found.change, per_year=False)
            return Target("", TargetKind.SLOWER_GROWTH, Direction.LOWER, (), found.base_year, change=change)
    return None


def _balance(body: str, clause: list[Token], context: Context) -> Target | None:
    if not BALANCE.search(body) or "性别比" in body.replace(
        "性别比例", ""
    ):  # the sex ratio at birth is balanced at 103-107
        return None
    return Target("", TargetKind.BALANCE, Direction.AROUND, (Milestone(None, "~=", 50.0, "%", "50"),))


def _gap(body: str, clause: list[Token], context: Context) -> Target | None:
    match = GAP.search(body)
    if not match:
        return None
    of = (match["of2"] or match["of"] or "").removeprefix("与").removesuffix("的").lstrip("和及、")
    numbered = [item.target for item in clause_demands(clause, context)]
    stones = tuple(stone for target in numbered for stone in target.milestones if not target.change)
    change = next((target.change for target in numbered if target.change), None)
    stones = tuple(replace(stone, op="<=" if stone.op == ">=" else stone.op) for stone in stones)
    return Target("", TargetKind.GAP, Direction.LOWER, stones, change=change, breakdown=of or None)


def _beside(body: str, clause: list[Token], context: Context) -> Target | None:
    """比全省平均水平低2个千分点 is a comparison; 高于省定目标1个百分点 hangs on a number that is not here."""
    if _BEYOND_A_GOAL.search(body):
        context.used.update(token.start for token in clause)
        context.complain("target_unreadable", clause[0].start, clause[-1].end)
        return Target("", TargetKind.QUALITATIVE)
    match = _BESIDE.search(body)
    if not match:
        return None
    number = read_quantity(body, match.end())
    value, unit, text = fit(number, None, context) if number else (0.0, None, "0")
    at_least = bool(number) and body.startswith(("以上", "及以上"), number.end if number else 0)
    if number:
        context.used.add(clause[0].start + number.start)
    up = match["way"] in "高多长快"
    op = (">" if up else "<") + ("=" if at_least else "")
    value, text = (value, text) if up or not number else (-value, f"-{text}")
    direction = Direction.HIGHER if up else Direction.LOWER
    series = match["series"]
    stone = Milestone(context.year, op, value, unit, text)
    return Target("", TargetKind.VERSUS, direction, (stone,), comparator=series)


def _versus(body: str, clause: list[Token], context: Context) -> Target | None:
    match = VERSUS.search(body)
    if not match:
        return None
    series = _series(match)
    if _VAGUE.search(series):
        return None
    if match["op"] in ("与", "和", "同") and not (match["flat"] or series.endswith("同等水平")):
        return None
    lower = context.direction is Direction.LOWER
    word = match["op"] or match["op_"]
    op = _VERSUS_OPS.get(word) or _versus_op(word, match["post"], lower)
    if word in ("优于", "好于", "快于"):
        op = "<" if lower else ">"
    difference = read_quantity(body, match.end())
    value, unit, number = fit(difference, None, context) if difference else (0.0, None, "0")
    if difference:
        context.used.add(clause[0].start + difference.start)
    if difference and op in ("<", "<="):
        value, number = -value, f"-{number}"
    if difference and body.startswith(("以上", "及以上"), difference.end):
        op = op[0] + "="
    direction = Direction.HIGHER if op.startswith(">") else Direction.LOWER
    stone = Milestone(context.year, op, value, unit, number)
    return Target("", TargetKind.VERSUS, direction, (stone,), comparator=series)


def _versus_op(word: str, post: str | None, lower: bool) -> str:
    if post:
        return ">=" if post == "以上" else "<="
    return "<=" if lower or word == "控制在" else ">="


def _series(match: re.Match[str]) -> str:
    """The other series by its name; 与全市同步 and 高于男性 mean the level of those."""
    series = match["series"] or match["series_"]
    return (
        series
        if series.endswith(
            ("水平", "平均", "均值", "平均值", "平均数", "标准", "率", "比例", "比重", "年限", "寿命")
        )
        else f"{series}水平"
    )


def _since(body: str, clause: list[Token], context: Context) -> Target | None:
    """高于2020年 is a rise over that year, 不低于2020年水平 a comparison with it."""
    match = _SINCE.search(body)
    if not match:
        return None
    word, lower = match["word"], context.direction is Direction.LOWER
    year = int(match["year"])
    if word in ("高于", "超过", "低于", "优于", "好于"):
        falls = word == "低于" or (lower and word in ("优于", "好于"))
        kind = TargetKind.FALL if falls else TargetKind.RISE
        return Target("", kind, Direction.LOWER if falls else Direction.HIGHER, (), year)
    op = _VERSUS_OPS.get(word) or ("<=" if lower else ">=")
    direction = Direction.LOWER if op == "<=" else Direction.HIGHER
    return Target(
        "", TargetKind.VERSUS, direction, (Milestone(None, op, 0.0, None, "0"),), comparator=f"{year}年水平"
    )


def _institution(body: str, clause: list[Token], context: Context) -> Target | None:
    """每县至少有1所标准化妇幼保健机构: whether it is there is judged by a person, with evidence. Where the
    indicator itself counts such places, the number is the demand."""
    if context.unit and context.unit[:1] in "所家个处":
        return None
    quantities = [token.quantity for token in clause if token.quantity]
    there = re.search(r"每(?:个)?[县市区乡镇街村]|[县市区乡镇]级?均|各[县市区乡镇]|两级|均有|至少", body)
    if len(quantities) != 1 or quantities[0].unit not in ("所", "家") or not there:
        return None
    if quantities[0].value > 3 or not _INSTITUTION.search(body[quantities[0].end - clause[0].start :]):
        return None
    context.used.update(token.start for token in clause if token.quantity)
    return Target("", TargetKind.YES_NO)


def unmeasured(text: str, clause: list[Token]) -> Demand | None:
    """A clause without any number as yes/no or qualitative demand; None when no word of it is known."""
    start, end = clause[0].start, clause[-1].end
    body = text[start:end]
    if _NEVER.search(body):
        return Demand(Target("", TargetKind.YES_NO), "", start, end)
    if _DO.search(body) and (_SYSTEM.search(body) or re.match(words.YES_NO, body)):
        return Demand(Target("", TargetKind.YES_NO), "", start, end)
    if any(word in body for word in words.QUALITATIVE):
        return Demand(Target("", TargetKind.QUALITATIVE), "", start, end)
    return None
