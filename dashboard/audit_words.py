"""Pure: rows of the audit as sentences for people, and as a table to take away."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

import pandas as pd

from indicators.model import Role
from indicators.store.action_states import STATES
from indicators.store.audit import ACTOR, BEGAN, Entry
from indicators.store.handed_in import STATES as HANDED_IN

KINDS: dict[str, tuple[str, str]] = {
    BEGAN: ("启用操作记录", "此前的{journal}次写入由这一条一并保护"),
    "submission": ("报送文件", "《{file}》，入库{accepted}个数据，未入库{blocked}个"),
    "handed_in": ("提交文件待审", "《{file}》，{figures}个数据"),
    "handed_in_reviewed": ("审核通过", "《{file}》（{unit}）"),
    "handed_in_accepted": ("同意入库", "《{file}》（{unit}）"),
    "handed_in_returned": ("退回", "《{file}》（{unit}）"),
    "handed_in_withdrawn": ("撤回提交", "《{file}》（{unit}）"),
    "unit_lock": ("锁定年度数据", "{ref}年"),
    "unit_unlock": ("解除年度锁定", "{ref}年"),
    "withdrawal": ("撤销报送", "《{file}》，{accepted}个数据不再计入"),
    "explanation": ("补充说明", "《{file}》的审核问题"),
    "purge": ("彻底清除文件", "清除{purged}次报送的内容"),
    "decision": ("裁定两个不同的数", "{figures}个数据"),
    "setting": ("修改设置", ""),
    "method": ("修改评估方法的常数", ""),
    "units": ("修改单位名册", ""),
    "duty": ("指定指标由谁报", "单位{ref}，指标{code}"),
    "reporting_year": ("收集年度数据", "{ref}年"),
    "self_assessment": ("填写自评", "单位{ref}，{year}年"),
    "areas": ("修改地区", "新增{new}个"),
    "area_change": ("区划调整", "{areas}"),
    "boundaries": ("放入地图边界", "《{file}》，{areas}个地区"),
    "catalog": ("更新指标和规划目标", "第{version}版，指标{indicators}项，目标{goals}条"),
    "judgement": ("人工评判", "指标{code}，{area}，{year}年"),
    "applicability": ("说明目标是否适用", "指标{code}，{area}，{year}年"),
    "published": ("发布评估结果", "《{title}》，{verdicts}项"),
    "alert_flag": ("人工预警", "指标{code}，{area}，{year}年"),
    "alert_mark": ("标记预警已知悉", "指标{code}，{area}，{year}年"),
    "annotation": ("给年份加备注", "指标{code}，{area}，{year}年"),
    "action": ("督办立项", "《{title}》"),
    "action_move": ("推进督办事项", "《{title}》"),
    "action_log": ("记录督办办理情况", "《{title}》"),
    "action_deadline": ("修改督办期限", "《{title}》"),
    "action_evidence": ("保存督办佐证", "《{title}》，文件《{file}》"),
    "retraction": ("收回", "{what}"),
    "account": ("建立或修改账号", "{ref}"),
    "account_password": ("设置密码", "账号{ref}"),
    "account_ended": ("让账号在各处退出登录", "账号{ref}"),
    "sign_in": ("登录", "账号{ref}"),
    "sign_in_refused": ("登录没有成功", "账号{ref}"),
    "sign_in_failed": ("登录没有成功", "账号{ref}"),
    "sign_in_locked": ("输错密码太多，账号被锁定", "账号{ref}"),
    "password_failed": ("修改密码没有成功", "账号{ref}"),
    "account_unlocked": ("解锁账号", "账号{ref}"),
    "sign_out": ("退出登录", "账号{ref}"),
    "upload_refused": ("上传太多，被拒绝", "账号{ref}"),
    "download": ("下载", "{ref}"),
    "refused": ("没有权限，被拒绝", "{ref}"),
    "backup": ("备份", "{ref}"),
    "backup_failed": ("备份没有成功", "{ref}"),
    "lake_tidied": ("整理数据文件", ""),
    "restored": ("从备份恢复", "{ref}"),
    "moved_in": ("从别处搬来数据库", "{ref}"),
    "moved_out": ("把数据库搬到别处", "{ref}"),
    "restore_begun": ("开始从备份恢复，此后用恢复的数据库", "{ref}"),
    "restore_failed": ("从备份恢复没有成功", ""),
    "recovered": ("从损坏的数据库救回", "{ref}"),
    "audit_export": ("导出操作记录", "{ref}"),
}
"""Each kind of row: what was done, and of what ({ref} and the names of what stands before and after)."""

FIELDS: dict[str, str] = {
    "file": "文件", "unit": "单位", "area": "地区", "year": "年份", "accepted": "入库", "blocked": "未入库",
    "held": "待裁定", "reason": "原因", "finding": "审核问题", "note": "说明", "level": "级别",
    "code": "指标", "deadline": "期限", "state": "状态", "title": "名称", "lead": "牵头单位",
    "verdict": "评判", "evidence": "依据", "applies": "适用", "owed": "应报", "text": "内容",
    "name": "名称", "role": "角色", "active": "启用", "must_change": "登录后要改密码",
    "subject": "统一认证名称", "liaison": "联络员", "telephone": "电话", "aliases": "简称",
    "version": "版本", "source": "来自", "restores": "恢复到版本", "outcome": "用哪个数", "event": "步骤",
    "parent": "上级", "kind": "类别", "ordinal": "次序", "path": "路径", "size": "字节", "head": "校验值",
    "district": "本县（市、区）", "action_remind_days": "督办提前几天提醒", "backup_folder": "备份文件夹",
    "backup_time": "每天备份时间", "backup_daily": "每天备份", "backup_warn_days": "几天没有备份就提醒",
    "upload_files_per_hour": "每人每小时最多上传的文件", "upload_mb_per_hour": "每人每小时最多上传的 MB",
    "locked": "锁定", "step": "审批",
    "lost": "没能救回", "rows": "行数",
    "merged": "合并文件", "snapshots": "清掉旧版本", "cleaned": "清掉文件",
    "way": "方式", "right": "权限", "sha256": "文件指纹",
}  # fmt: skip
_WORDS: dict[str, dict[Any, str]] = {
    "step": HANDED_IN,
    "state": {**STATES, "open": "正在收集", "closed": "已结束"},
    "role": {role.value: role.chinese for role in Role},
    "outcome": {"new": "采用新数", "old": "保留原数"},
    "event": {"opened": "开始收集", "deadline": "改期限", "closed": "结束收集", "reopened": "重新收集"},
    "verdict": {"yes": "达到", "partly": "部分达到", "no": "没有达到"},
    "level": {"red": "红", "orange": "橙", "yellow": "黄"},
}
OF_PEOPLE = {"name": "姓名"}
"""What fields of an account are called, where it is another word than elsewhere."""
_SILENT = frozenset(
    ("file", "accepted", "blocked", "new", "journal", "digest", "purged", "withdrawn", "retracted", "record",
     "figures", "verdicts", "indicators", "goals", "version", "change", "areas", "files", "head",
     ACTOR)
)  # fmt: skip
"""What the sentence says already, or no person reads."""


def parts(entry: Entry) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was before and after; what cannot be read (it was tampered with) is nothing."""
    return _read(entry.before), _read(entry.after)


def _read(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def kind_word(kind: str) -> str:
    """What was done, in a word."""
    return KINDS[kind][0] if kind in KINDS else f"其他（{kind}）"


def sentence(entry: Entry) -> str:
    """What was done, and of what."""
    before, after = parts(entry)
    of = KINDS.get(entry.kind, ("", "{ref}"))[1]
    record = before.get("record")
    what = KINDS.get(str(record), (str(record or "记录"), ""))[0]
    said = {key: value for key, value in {**before, **after}.items() if value is not None}
    told = of.format_map(_Blank({**said, "ref": entry.ref or "—", "what": what}))
    return f"{kind_word(entry.kind)}：{told}" if told else kind_word(entry.kind)


class _Blank(dict[str, Any]):
    """Whatever is not said."""

    def __missing__(self, key: str) -> str:
        return "—"


def changes(entry: Entry) -> list[tuple[str, str, str]]:
    """(what, before, after) of everything that the sentence does not say; "" where there was nothing."""
    before, after = parts(entry)
    names = [name for name in dict.fromkeys([*before, *after]) if name not in _SILENT or name in before]
    lines: list[tuple[str, str, str]] = [("报送人", "", entry.name)] if ACTOR in after else []
    called = {**FIELDS, **OF_PEOPLE} if entry.kind.startswith("account") else FIELDS
    for name in names:
        was, now = before.get(name), after.get(name)
        if name in _SILENT and name not in after:
            continue
        if name == "unit" and entry.kind.startswith("handed_in_") and name not in after:
            continue  # whose file it is stands in the sentence, and did not change
        if isinstance(was, dict) or isinstance(now, dict):
            lines += _nested(name, was or {}, now or {})
        elif was != now and not (_empty(was) and _empty(now)) and not (name == "held" and not now):
            lines.append((called.get(name, name), _shown(name, was), _shown(name, now)))
    return lines


def _empty(value: Any) -> bool:
    return value is None or value in ("", [])


def _nested(owner: str, was: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, str, str]]:
    names = [name for name in dict.fromkeys([*was, *now]) if was.get(name) != now.get(name)]
    if not was:  # something new: that it is there says enough
        return [(owner, "", "新增")]
    return [
        (f"{owner} {FIELDS.get(name, name)}", _shown(name, was.get(name)), _shown(name, now.get(name)))
        for name in names
    ]


def _shown(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "、".join(str(item) for item in value)
    return _WORDS.get(name, {}).get(value, str(value)) if isinstance(value, (str, int)) else str(value)


def change_line(entry: Entry) -> str:
    """The changes in one line: 姓名：王 → 王五；…"""
    told = []
    for name, was, now in changes(entry):
        told.append(f"{name}：{was} → {now or '（空）'}" if was else f"{name}：{now}")
    return "；".join(told)


def person_word(entry: Entry) -> str:
    """Who did it."""
    name = name_word(entry)
    if name and entry.login and name != entry.login:
        return f"{name}（{entry.login}）"
    return name or entry.login or "系统"


def name_word(entry: Entry) -> str:
    """The name of who did it, also where the record bears another's name (a unit's file)."""
    return str(parts(entry)[1].get(ACTOR) or entry.name)


def role_word(entry: Entry) -> str:
    """Their role then."""
    return _WORDS["role"].get(entry.role, entry.role or "")


def local_time(entry: Entry) -> dt.datetime:
    """When, by this computer's clock, without a zone."""
    return entry.at.replace(tzinfo=dt.UTC).astimezone().replace(tzinfo=None)


def record(entry: Entry) -> dict[str, Any]:
    """A row as the command line's record."""
    before, after = parts(entry)
    return {
        "record": "audit", "number": entry.number, "at": entry.at.replace(tzinfo=dt.UTC).isoformat(),
        "login": entry.login or None, "name": entry.name, "role": entry.role or None, "origin": entry.origin,
        "kind": entry.kind, "ref": entry.ref, "before": before or None, "after": after or None,
        "sentence": sentence(entry), "previous": entry.previous, "hash": entry.hash,
    }  # fmt: skip


def frame(entries: Iterable[Entry]) -> pd.DataFrame:
    """Rows as a table to take away; the last row's hash stands for all rows up to it."""
    rows = [
        {
            "编号": entry.number, "时间": pd.Timestamp(local_time(entry)), "姓名": name_word(entry),
            "用户名": entry.login, "角色": role_word(entry), "来自": entry.origin,
            "做了什么": sentence(entry), "改动": change_line(entry), "类别": entry.kind, "对象": entry.ref,
            "改前": entry.before or "", "改后": entry.after or "", "前一条校验值": entry.previous,
            "校验值": entry.hash,
        }
        for entry in entries
    ]  # fmt: skip
    names = [
        "编号", "时间", "姓名", "用户名", "角色", "来自", "做了什么", "改动", "类别", "对象", "改前", "改后",
        "前一条校验值", "校验值",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=names)
