"""A plan from a spreadsheet: shown back line by line, questions, what it changes; accepted as a version."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from dashboard import data, data_plan, desk, markup
from dashboard import format as fmt
from dashboard.views.card import findings_table
from indicators.catalog import (
    CATALOGUES,
    NEW,
    PLANS,
    Difference,
    GoalChange,
    PlanLine,
    definition_key,
    question_key,
)
from indicators.findings import has_errors
from indicators.intake.plan import PlanCheck
from indicators.model import Question
from indicators.targets import reading_zh

h = fmt.html
FILE, ANSWERS, ROUND = "plan_file", "plan_answers", "plan_round"
TYPES = ["xlsx", "xlsm", "xls", "et", "ods", "csv"]
HOW = {
    "code": ("met", "● 代码相同"), "name": ("met", "● 名称相同"), "alias": ("met", "● 别名"),
    "near": ("watch", "◐ 名称相近"), "sentence": ("watch", "◐ 按整句读"), "answered": ("met", "● 按您的回答"),
    "kept": ("met", "● 按上一版"), "new": ("other", "＋ 新指标"),
}  # fmt: skip
CHANGES = {
    "added": "新增目标", "removed": "取消目标", "target": "目标改了", "revised": "中期调整",
    "lead": "牵头单位改了", "coop": "配合单位改了", "domain": "领域改了", "base": "基期值改了",
}  # fmt: skip
PLAIN, REVISION = "规划原文", "中期调整"


def show(name: str) -> None:
    """The upload, and what was understood of the file that lies there."""
    from_year = _sort()
    given = st.file_uploader(
        "把本地的指标体系表拖到这里（领域、指标、单位、目标、牵头单位、配合单位、数据来源、说明，列的顺序不限）",
        TYPES, key=f"plan-drop-{st.session_state.get(ROUND, 0)}", max_upload_size=50,
    )  # fmt: skip
    if given is not None:
        st.session_state[FILE] = (given.name, given.getvalue())
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
        st.session_state[ANSWERS] = {}
        st.rerun()
    held = st.session_state.get(FILE)
    if held is None:
        st.html(
            markup.empty(
                "还没有放文件", "妇女、儿童可以放在一个文件的两张工作表里；多层表头、合并单元格都可以。"
            )
        )
        return
    answers = st.session_state.setdefault(ANSWERS, {})
    with st.spinner(f"正在读：{fmt.plain(held[0])}"):
        seen = data_plan.check(held[1], held[0], answers, from_year)
    with st.container(border=True):
        _summary(held[0], seen)
        _questions(seen.reading.questions, answers)
        _tables(seen, answers)
        _decide(held, answers, from_year, name, seen)


def _sort() -> int | None:
    """Whether the file is the plan itself or a mid-term revision, and from which year."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sort = st.radio("这是", (PLAIN, REVISION), horizontal=True, key="plan_sort")
        if sort == PLAIN:
            return None
        year = st.number_input("从哪一年起执行", 2021, 2040, value=2026, step=1, key="plan_from", width=160)
    return int(year)


def _summary(name: str, seen: PlanCheck) -> None:
    lines, goals = seen.reading.lines, seen.reading.goals
    open_ = sum(not line.goals for line in lines)
    own = sum(bool(line.subject and line.subject.own) for line in lines)
    parts = [f"读出{len(lines)}行", f"{len(goals)}条目标", f"其中新指标{own}个" if own else "",
             f"{open_}行还没有认出" if open_ else ""]  # fmt: skip
    st.html(markup.wrap(f"<b>{h(name)}</b><br>{h(' · '.join(filter(None, parts)))}"))
    if not goals:
        st.html(
            markup.trouble(
                "这个文件里没有读出可以采用的目标。",
                "请按下面的提示改好表格，或换一个文件；现行规划没有变化。",
            )
        )


def _questions(questions: list[Question], answers: dict[str, str]) -> None:
    if not questions:
        return
    st.subheader(f"有{len(questions)}处要您定", anchor=False)
    for question in questions:
        where = " ".join(part for part in (question.place.sheet, question.place.cell) if part)
        label = fmt.plain(f"{question.text}（{where}）")
        if not question.answers:
            given = st.text_input(label, key=f"pq-{question.key}", max_chars=20)
            if given.strip():
                answers[question.key] = given.strip()
                st.rerun()
            continue
        words = {value: _answer(value, meaning, score) for value, meaning, score in question.answers}
        chosen = st.selectbox(
            label, list(words), format_func=words.__getitem__, index=None, placeholder="请选择",
            key=f"pq-{question.key}",
        )  # fmt: skip
        if chosen is not None:
            answers[question.key] = chosen
            st.rerun()


def _answer(value: str, meaning: str, score: float) -> str:
    return f"{meaning}（{value}，相似{round(score * 100)}分）" if score else meaning


def _tables(seen: PlanCheck, answers: dict[str, str]) -> None:
    if seen.changes:
        st.subheader(f"与现行规划比，有{len(seen.changes)}处变化", anchor=False)
        tally = Counter(CHANGES[item.kind] for item in seen.changes)
        st.caption("，".join(f"{word}{count}处" for word, count in tally.items()) + "。")
        with st.expander("看变化", expanded=len(seen.changes) <= 12):
            st.html(
                markup.stacked(
                    ("变化", "指标", "原来", "现在", "位置"), [_change(item) for item in seen.changes]
                )
            )
    elif seen.reading.goals:
        st.html(markup.wrap('<span class="tp-quiet">与现行规划相同，没有变化。</span>'))
    if seen.differences:
        st.subheader(f"与指标库的定义不同的有{len(seen.differences)}处", anchor=False)
        st.caption(
            "不选就按指标库的定义计算，规划里的数按规划写的单位换算；选了就把规划自己的定义写进本地指标库，"
            "记在这一版里，可以随版本退回。"
        )
        _definitions(seen.differences, answers)
        st.html(
            markup.table(
                ("哪一项", "指标", "规划写的", "指标库", "采用", "位置"),
                [_difference(item) for item in seen.differences],
                stack=True,
            )
        )
    st.subheader("逐行核对", anchor=False)
    st.html(line_table(seen.reading.lines))
    _rematch(seen.reading.lines, answers)
    if seen.findings:
        with st.expander(f"提示和问题{len(seen.findings)}条", expanded=has_errors(seen.findings)):
            st.html(findings_table(seen.findings[:200]))


def _definitions(found: list[Difference], answers: dict[str, str]) -> None:
    """Which indicators shall have the plan's own definition."""
    names = {item.written: item.name for item in found}
    now = {item.written for item in found if item.taken}
    chosen = st.multiselect(
        "改用规划自己的定义", list(names), default=[name for name in names if name in now],
        format_func=names.__getitem__, placeholder="选择指标",
        key=f"plan-definitions-{st.session_state.get(ROUND, 0)}",
    )  # fmt: skip
    wanted = {definition_key(name): PLANS if name in chosen else CATALOGUES for name in now ^ set(chosen)}
    if any(answers.get(key) != value for key, value in wanted.items()):
        answers.update(wanted)
        st.rerun()


def _rematch(lines: tuple[PlanLine, ...], answers: dict[str, str]) -> None:
    """Any line can be said to be another indicator, or one of the district's own."""
    with st.expander("有认错的，在这里改"), st.form("plan-rematch", border=False):
        at = st.selectbox(
            "哪一行", range(len(lines)), index=None, placeholder="选择或输入几个字查找",
            format_func=lambda number: _line_words(lines[number]), key="plan-rematch-line",
        )  # fmt: skip
        known = {NEW: "新指标：指标库里没有，按规划的名称、单位新设"}
        known |= {code: f"{item.name}（{code}）" for code, item in data.indicators().items()}
        code = st.selectbox(
            "应该是哪个指标", list(known), index=None, placeholder="选择或输入几个字查找",
            format_func=known.__getitem__, key="plan-rematch-code",
        )  # fmt: skip
        st.caption("改过的会记住，下一版规划里同样的名称照此认。")
        if st.form_submit_button("改认这一行"):
            if at is None or code is None:
                st.warning("请先选好哪一行、应该是哪个指标。")
                return
            answers[question_key(lines[at].name)] = code
            st.rerun()


def _line_words(line: PlanLine) -> str:
    now = line.subject.indicator.name if line.subject else "没有认出"
    return f"{_where(line.place.sheet, line.place.cell)} {line.name} → {now}"


def _change(item: GoalChange) -> tuple[str, ...]:
    since = f"（{item.version}年起）" if item.version else ""
    kind = f'<span class="tp-nowrap">{CHANGES[item.kind]}{since}</span>'
    name = f'{h(item.name)}<br><span class="tp-quiet tp-small">{h(fmt.PLANS_SHORT[item.plan])}</span>'
    empty = "仅监测" if item.kind in ("added", "target", "revised", "removed") else "—"
    before = "—" if item.kind == "added" else h(item.before or empty)
    after = "—" if item.kind == "removed" else h(item.after or empty)
    return (kind, name, before, after, h(_where(item.place.sheet, item.place.cell)))


def _difference(item: Difference) -> tuple[str, ...]:
    return (
        item.what,
        h(item.name),
        h(item.plan_says),
        h(item.catalog_says),
        "规划的" if item.taken else "指标库的",
        h(_where(item.place.sheet, item.place.cell)),
    )


def _where(sheet: str | None, cell: str | None) -> str:
    return " ".join(part for part in (sheet, cell) if part)


def line_table(lines: tuple[PlanLine, ...]) -> str:
    """Each line of the file: what was written, which indicator it is, the target as written and as read."""
    return markup.stacked(("位置", "规划里写的", "指标", "目标", "责任单位"), [_line(line) for line in lines])


def _line(line: PlanLine) -> tuple[str, ...]:
    found = line.subject
    if found:
        kind, word = HOW[found.how]
        score = f" {round(found.score * 100)}分" if found.how == "near" else ""
        chip = f'<span class="tp-chip {kind}">{word}{score}</span>'
        code = f'<span class="tp-quiet tp-small">{h(found.indicator.code)}</span>'
        item = f"{chip}<br>{h(found.indicator.name)}<br>{code}"
    else:
        item = '<span class="tp-chip unmet">▲ 没有认出</span>'
    read = h(reading_zh(line.goals[0].target)) if line.goals and line.phrase else ""
    more = [read and f"读作：{read.removeprefix('读作：')}", line.said.base and f"基期：{h(line.said.base)}"]
    target = h(line.phrase or "仅监测") + "".join(
        f'<br><span class="tp-quiet tp-small">{text}</span>' for text in more if text
    )
    said = [line.domain, line.said.unit, line.said.source and f"来源：{line.said.source}", line.said.note]
    about = f'<br><span class="tp-quiet tp-small">{h(" · ".join(filter(None, said)))}</span>'
    coop = f'<br><span class="tp-quiet tp-small">配合：{h("、".join(line.coop))}</span>' if line.coop else ""
    place = h(_where(line.place.sheet, line.place.cell))
    return (
        f'<span class="tp-nowrap">{place}</span>',
        h(line.name) + about,
        item,
        target,
        h(line.lead or "—") + coop,
    )


def _decide(
    held: tuple[str, bytes], answers: dict[str, str], from_year: int | None, name: str, seen: PlanCheck
) -> None:
    count = len(seen.reading.goals)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(f"采用这{count}条目标", type="primary", key="plan-take", disabled=not count):
            done = data_plan.load(held[1], held[0], answers, from_year, name)
            _clear()
            desk.say(
                f"已采用：{held[0]}，{count}条目标，规划第{done.version}版。放错了可以在“历次版本”里退回。"
            )
            st.rerun()
        if st.button("放弃这个文件", key="plan-drop-it"):
            _clear()
            st.rerun()
        if count and seen.reading.questions:
            words = "还有没答的问题；没有认出的行这次不采用，以后答了可以再放一次。"
            st.html(markup.wrap(f'<span class="tp-quiet">{words}</span>'), width="content")


def _clear() -> None:
    st.session_state.pop(FILE, None)
    st.session_state.pop(ANSWERS, None)
