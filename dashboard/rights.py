"""Pure: the table of rights — what each role may see and do. Whatever is not named here is refused.

Pages, commands of the command line and the doors to the data (`guard.needs`) each name one right.
"""

from __future__ import annotations

from enum import StrEnum

from indicators.model import Role


class Right(StrEnum):
    """Something a person may do; the value completes the sentence 您不能…."""

    HELP = "查看说明"
    VIEW = "查看全县的评估结果"
    OWN = "查看本单位的指标和督办事项"
    FILES = "查看报送的文件和审核问题"
    FORMS = "下载填报表"
    HAND_IN = "提交本单位的报表"
    CHECK = "上传和审核文件"
    LOAD = "把文件入库"
    UNDO = "撤销或删除报送批次"
    DESK = "管理报送（年度、名册、裁定、手工录入、说明）"
    JUDGE = "评定定性目标"
    WARN = "登记预警"
    ACT = "立项、推进和销号督办事项"
    LOG = "登记督办事项的办理情况"
    NOTE = "标注年份"
    PLAN = "更改规划"
    AREAS = "更改地区"
    METHOD = "更改评估方法"
    PUBLISH = "发布评估结果"
    PAPERS = "生成报告"
    EXPORT = "导出数据"
    APPROVAL = "查看审批"
    REVIEW = "审核提交的文件"
    SEND_BACK = "退回提交的文件"
    ACCEPT = "把提交的文件入库"
    LOCK = "锁定或解除锁定"
    USERS = "管理用户"
    AUDIT = "查看操作记录"
    BACKUP = "备份和恢复数据库"
    SETUP = "建立数据库"


_ADMIN_ONLY = {Right.USERS, Right.BACKUP, Right.SETUP}
_READ = {Right.HELP, Right.VIEW, Right.FORMS, Right.PAPERS, Right.EXPORT}

WHOLE = frozenset({Right.USERS, Right.AUDIT, Right.BACKUP, Right.SETUP, Right.METHOD, Right.AREAS})
"""What concerns every area of a store: never for an account that is bound to a part of it."""

TABLE: dict[Role, frozenset[Right]] = {
    Role.ADMIN: frozenset(Right) - {Right.HAND_IN, Right.OWN},
    Role.OFFICE: frozenset(Right) - _ADMIN_ONLY - {Right.HAND_IN, Right.OWN},
    Role.UNIT: frozenset(
        {
            Right.HELP,
            Right.OWN,
            Right.FILES,
            Right.FORMS,
            Right.HAND_IN,
            Right.CHECK,
            Right.LOG,
            Right.PAPERS,
        }
    ),
    Role.LEADER: frozenset(_READ),
    Role.STATISTICS: frozenset(_READ | {Right.FILES, Right.APPROVAL, Right.REVIEW, Right.SEND_BACK}),
}
"""What each role may do; a unit's rights reach only as far as its own (see `own`)."""

PAGES: dict[str, tuple[Right, ...]] = {
    "overview": (Right.VIEW,),
    "alerts": (Right.VIEW,),
    "actions": (Right.VIEW, Right.OWN),
    "progress": (Right.VIEW,),
    "indicators": (Right.VIEW, Right.OWN),
    "units": (Right.VIEW, Right.OWN),
    "compare": (Right.VIEW,),
    "upload": (Right.LOAD,),
    "hand-in": (Right.HAND_IN,),
    "approval": (Right.APPROVAL,),
    "reporting": (Right.DESK,),
    "papers": (Right.PAPERS,),
    "plan": (Right.PLAN,),
    "areas": (Right.AREAS,),
    "users": (Right.USERS,),
    "audit": (Right.AUDIT,),
    "backup": (Right.BACKUP,),
    "exports": (Right.EXPORT,),
    "guide": (Right.HELP,),
    "library": (Right.HELP,),
    "checks": (Right.HELP,),
    "method": (Right.VIEW,),
    "setup": (Right.SETUP,),
}
"""The pages by their address; any one of the rights opens it."""

COMMANDS: dict[str, Right] = {
    "check": Right.CHECK, "load": Right.LOAD, "undo": Right.UNDO, "submissions": Right.FILES,
    "assess": Right.VIEW, "published": Right.VIEW, "judgement_add": Right.JUDGE,
    "judgement_applies": Right.JUDGE, "judgement_list": Right.VIEW, "judgement_undo": Right.JUDGE,
    "settings": Right.METHOD, "year": Right.DESK, "units": Right.DESK, "status": Right.DESK,
    "without_data": Right.VIEW, "enter": Right.DESK, "conflicts": Right.DESK, "decide": Right.DESK,
    "explain": Right.DESK, "purge": Right.UNDO, "plan check": Right.PLAN, "plan load": Right.PLAN,
    "plan versions": Right.PLAN, "plan undo": Right.PLAN, "plan export": Right.PLAN,
    "plan duties": Right.PLAN, "areas check": Right.AREAS, "areas load": Right.AREAS,
    "areas list": Right.AREAS, "areas change": Right.AREAS, "areas undo": Right.AREAS,
    "boundaries check": Right.AREAS, "boundaries load": Right.AREAS, "boundaries list": Right.AREAS,
    "boundaries undo": Right.AREAS, "form": Right.FORMS, "markup": Right.FILES, "flag_add": Right.WARN,
    "flag_seen": Right.WARN, "flag_list": Right.VIEW, "flag_undo": Right.WARN, "annotate_add": Right.NOTE,
    "annotate_list": Right.VIEW, "annotate_undo": Right.NOTE, "action_open": Right.ACT,
    "action_step": Right.ACT, "action_log": Right.LOG, "action_deadline": Right.ACT,
    "action_evidence": Right.LOG, "action_list": Right.VIEW, "action_remind": Right.ACT,
    "action_undo": Right.ACT, "export": Right.EXPORT, "sensitive": Right.EXPORT, "report_list": Right.PAPERS,
    "report_make": Right.PAPERS,
    "approve_list": Right.APPROVAL, "approve_review": Right.REVIEW, "approve_accept": Right.ACCEPT,
    "approve_return": Right.SEND_BACK, "approve_lock": Right.LOCK, "approve_unlock": Right.LOCK,
    "approve_setting": Right.LOCK, "user_add": Right.USERS, "user_list": Right.USERS,
    "user_passwd": Right.USERS, "user_change": Right.USERS, "user_unlock": Right.USERS,
    "user_sign_out": Right.USERS, "audit_verify": Right.AUDIT, "audit_list": Right.AUDIT,
    "audit_export": Right.AUDIT, "backup": Right.BACKUP, "restore": Right.BACKUP,
    "district_add": Right.SETUP, "district_list": Right.VIEW, "district_compare": Right.VIEW,
    "rollup": Right.VIEW, "lake_tidy": Right.BACKUP,
}  # fmt: skip
"""Each command of `commands.COMMANDS` with its right."""

FIRST: dict[Role, str] = {Role.UNIT: "units", Role.STATISTICS: "approval"}
"""The page that opens after sign-in, where it is not the overview."""


def allowed(role: Role, right: Right) -> bool:
    """Whether a role has a right."""
    return right in TABLE.get(role, frozenset())


def opens(role: Role, page: str) -> bool:
    """Whether a role may open a page; one that no right is named for stays shut."""
    return any(allowed(role, right) for right in PAGES.get(page, ()))
