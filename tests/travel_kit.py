"""A store with something in every table that travels, and what to compare."""

import datetime as dt

from store_kit import AREAS, CATALOG, COUNTY, TOWNS, figures

from indicators.assess import publish, set_method
from indicators.catalog import PlanGoal
from indicators.catalog.area_moves import RENAME, Move, plan_move
from indicators.findings import finding
from indicators.model import Place, PlanKind, ReportingUnit
from indicators.store import ActionText
from indicators.targets import parse_target


def goal(phrase="2030年达到70%以上", **more):
    return PlanGoal("T1", "指标T1", PlanKind.WOMEN, phrase, parse_target(phrase, unit="%").target, **more)


def begin(store):
    store.put_areas(AREAS)
    store.put_catalog(CATALOG, goals=[goal()], area=COUNTY, by="t")
    return store


def put(store, *rows, file="a.csv", by="张", **more):
    frame = figures(*rows)
    for name in [
        name for name in more if name in ("numerator", "denominator", "raw", "missing", "sheet", "flags")
    ]:
        frame[name] = more.pop(name)
    seed = repr((rows, sorted(more), store.data_version())).encode()
    return store.accept(frame, file=file, data=seed, by=by, **more)


def everything(store):
    """One record of every sort."""
    begin(store)
    first = put(store, ("T1", COUNTY, 2020, 50.0), ("T1", COUNTY, 2024, 69.0), ("T2", TOWNS[0], 2024, 3.0),
                unit="县卫健局")  # fmt: skip
    put(store, ("T1", COUNTY, 2024, 68.0, '{"性别":"女"}'), ("T1", COUNTY, 2023, 60.5, "", "1–9月"),
        raw=["=68", "'60.5"],
        findings=[finding("missing_kept", Place("a.csv", "表1", "B2"), value="=x", **FILLED)],
        explanations={"value_disagrees": "=已核对\n无误"})  # fmt: skip
    gone = put(store, ("T1", TOWNS[1], 2024, 12.0))
    store.undo(gone.id, "李", "报错")
    steps, _ = plan_move(store.areas(), Move(RENAME, dt.date(2024, 5, 1), (TOWNS[1],), ("南镇",)))
    store.area_changes.record(steps, dt.date(2024, 5, 1), note="撤并", by="王")
    held = figures(("T1", COUNTY, 2024, 70.0)).assign(against=first.id, against_rec=1)
    waiting = put(store, held=held)
    store.desk.decide(waiting.id, [0], "new", reason="文件为准", by="王")
    store.desk.put_units([ReportingUnit("县卫健局", "张三", "0000", None, ("卫健局",))], by="王")
    store.desk.put_duty("卫健局", "T2", True, reason="补", by="王")
    store.desk.open_year(2024, dt.date(2025, 1, 31), by="王")
    store.desk.put_self_assessment("县卫健局", 2024, "=好", by="王")
    store.put_judgement(
        "T1", area=COUNTY, year=2024, verdict="yes", evidence="看过", by="王", file=("依据.pdf", b"%PDF")
    )
    store.put_applicability("T1", area=COUNTY, year=2024, applies=True, reason="人口多", by="王")
    store.retract(store.applicabilities()[0].id, "王", "写错")
    set_method(store, {"near_miss": 0.02}, "市里要求", by="王")
    store.put_setting("sample", "'试'", by="王")
    _followed(store)
    result = publish(store, title="2024年度", by="王", year=2024)
    store.put_catalog(CATALOG, goals=[goal("2030年达到75%以上", version="2025")], area=COUNTY, by="t")
    store.plans.restore(1, reason="退回", by="王")
    return result


def _followed(store):
    """A warning by hand, one marked as known, remarks, shapes, an action with a step and a file."""
    store.flags.raise_alert("T1", COUNTY, 2024, "red", "=投诉多", by="王")
    store.flags.mark_seen("T1", COUNTY, 2024, "red", "", by="王")
    store.annotations.add("T1", COUNTY, 2024, "method", "'口径改了", by="王")
    store.annotations.add(None, COUNTY, 2023, "epidemic", "入户推迟", by="王")
    shape = (((((120.0, 30.0), (120.1, 30.0), (120.0, 30.1), (120.0, 30.0)),)),)
    store.boundaries.put("边界.geojson", b"{}", {TOWNS[0]: shape}, by="王")
    text = ActionText("整改", "县卫健局", dt.date(2025, 6, 30), "women", ("县妇联",), measure="=调度")
    action = store.actions.open("T1", COUNTY, 2024, text, opened=dt.date(2025, 3, 1), by="王")
    day = dt.date(2025, 4, 1)
    store.actions.move(action.id, "assigned", happened=day, by="王")
    store.actions.log(action.id, "开过会", happened=day, by="王")
    store.actions.add_evidence(action.id, "纪要.pdf", b"%PDF-1", happened=day, by="王")


FILLED = {"reason": "-", "count": 1, "cells": "B2"}
