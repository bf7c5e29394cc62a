"""Thirty people of all roles at once: no error, bounded memory, and the figures of the ledger.

Whole (`-m long`): 30 people for ten minutes, or TWOPLANS_LOAD_SECONDS. An ordinary run: eight for 10 s.
"""

import asyncio
import os
import random
import time

import pytest
from door_kit import GOOD, Server
from hostile_kit import apart
from load_kit import Ledger, Person, command, spread

from dashboard.auth import passwords
from indicators.intake import init_store
from indicators.model import ReportingUnit, Role
from indicators.store import Store
from indicators.store.handed_in import REVIEWED, SUBMITTED
from tests.bench.live import memory
from tests.browser.ten_people import AREAS, COUNTY, OWN, RIVALS, UNITS

MOST_GROWTH = 400
"""Most MB that the server may grow by from the first fifth of the time to its end."""
READS = {  # the page that opens first has no name in its address
    Role.ADMIN: ["", "users", "audit", "units", "reporting", "alerts", "exports"],
    Role.OFFICE: ["", "approval", "reporting", "progress", "compare", "upload", "papers", "actions"],
    Role.UNIT: ["", "hand-in", "indicators", "actions", "guide"],
    Role.LEADER: ["", "alerts", "progress", "indicators", "compare", "units", "papers"],
    Role.STATISTICS: ["", "overview", "indicators"],
}
FIRST_YEAR, TURNS = 2016, 5
DEPARTMENTS = UNITS + RIVALS
CREW = [Role.ADMIN] + [Role.OFFICE] * 3 + [Role.STATISTICS] * 2 + [Role.LEADER] * 4 + [Role.UNIT] * 20
FEW = [Role.ADMIN, Role.OFFICE, Role.STATISTICS, Role.LEADER] + [Role.UNIT] * 4


def office(path, crew):
    """A new office with an account for everyone of the crew."""
    assert init_store(path, COUNTY, areas=("areas.csv", AREAS.encode())) == []
    kept = passwords.hashed(GOOD)
    with Store.open(path) as store:
        store.desk.put_units([ReportingUnit(name) for name in DEPARTMENTS], by="x")
        for number, role in enumerate(crew):
            unit = DEPARTMENTS[number % len(DEPARTMENTS)] if role is Role.UNIT else None
            store.accounts.add(
                f"p{number}", f"经办人{number}", role, by="x", unit=unit, password=kept, must_change=False
            )
    return path


def file_of(number: int, turn: int) -> tuple[str, bytes, dict]:
    """The next file of a person: one figure that nobody else sends."""
    indicator, area = OWN[number % len(OWN)], COUNTY
    year = FIRST_YEAR + 2 * turn + number // len(OWN) % 2  # two people of a department take turns
    value = 80 + number % 10 + year % 10 / 10
    lines = [
        f"填报单位：{DEPARTMENTS[number % len(DEPARTMENTS)]}",
        f"指标,单位,{year}年",
        f"{indicator},%,{value}",
    ]
    return f"报表{number}-{turn}.csv", "\n".join(lines).encode(), {(indicator, area, year): value}


async def hand_in(person, number, turn, ledger):
    """Lay a file down and hand it in."""
    name, content, figures = file_of(number, turn)
    await person.show("hand-in")
    await person.lay_down("hand-in", name, content)
    await person.press("hand-in", "提交")
    if any(f"已提交：{name}" in text for text in person.texts):
        ledger.handed_in[name] = figures
        ledger.done["handed in"] += 1
    else:
        ledger.errors.append(f"{person.login}: {name} was not handed in: {' '.join(person.texts)[:500]}")


async def review(server, ledger):
    """Sign off whatever was handed in."""
    for item in await command(server, "approve_list"):
        if item["record"] == "handed_in" and item["state"] == SUBMITTED:
            await command(server, "approve_review", handed_in=item["handed_in"], by="统计员")
            ledger.done["reviewed"] += 1


async def decide(server, ledger):
    """Accept whatever is signed off, one after the other."""
    for item in await command(server, "approve_list"):
        if item["record"] == "handed_in" and item["state"] == REVIEWED:
            records = await command(server, "approve_accept", handed_in=item["handed_in"], by="经办人1")
            done = [one for one in records if one["record"] == "submission"]
            if len(done) != 1 or done[0]["accepted"] != 1:
                ledger.errors.append(f"{item['file']} was not accepted: {records}")
            ledger.accepted.add(item["file"])
            ledger.done["accepted"] += 1


async def report(server, ledger):
    """Make the year's papers of one kind, once there is something to tell."""
    if ledger.accepted:
        told = {"kind": "brief", "year": None, "published": None}
        found = [[one["kind"], one["of"]] for one in await command(server, "report_list", **told)]
        ledger.done["papers"] += len(await command(server, "report_make", **told, papers=found))


async def work(server, number, role, ledger, seconds, think, reviewer):
    """One person until the time is over."""
    chance, turn = random.Random(number), 0
    until = time.monotonic() + seconds
    await asyncio.sleep(chance.uniform(0, think))
    async with Person(server, f"p{number}", ledger) as person:
        await person.show("")
        while time.monotonic() < until:
            await asyncio.sleep(spread(chance, think))
            if role is Role.UNIT and turn < TURNS and chance.random() < 0.4:
                await hand_in(person, number, turn, ledger)
                turn += 1
            elif role is Role.ADMIN and chance.random() < 0.3:
                await report(server, ledger)
            elif number == reviewer and chance.random() < 0.6:
                await review(server, ledger)
            elif number == 1 and chance.random() < 0.6:
                await decide(server, ledger)
            else:
                await person.show(chance.choice(READS[role]))


async def crowd(server, crew, ledger, seconds, think):
    """Everybody at once; the memory at the end of the first fifth, and at the end."""
    held = []

    async def watch():
        await asyncio.sleep(seconds / 5)
        held.append(memory(server.process))

    first = crew.index(Role.STATISTICS)
    people = [work(server, number, role, ledger, seconds, think, first) for number, role in enumerate(crew)]
    await asyncio.gather(watch(), *people)
    await review(server, ledger)
    await decide(server, ledger)
    held.append(memory(server.process))
    return held


@pytest.mark.long
@pytest.mark.timeout(1500)
def test_thirty_people_work_at_once(tmp_path, whole):
    seconds = float(os.environ.get("TWOPLANS_LOAD_SECONDS", "600")) if whole else 10
    crew, ledger = (CREW if whole else FEW), Ledger()
    server = Server(office(tmp_path / "district.duckdb", crew), tmp_path / "home")
    try:
        first, last = apart(crowd(server, crew, ledger, seconds, think=8 if whole else 1))
        said = server.said()
    finally:
        server.stop()
    times = sorted(ledger.times)
    print(f"\n{len(crew)} people, {seconds:.0f} s: {dict(ledger.done)}; pages {len(times)}, median "
          f"{times[len(times) // 2]:.2f} s, slowest {times[-1]:.1f} s; "
          f"{first:.0f} -> {last:.0f} MB")  # fmt: skip
    assert ledger.errors == []
    assert "Traceback" not in said
    assert ledger.done["accepted"] == len(ledger.handed_in) > 0
    assert last - first < MOST_GROWTH
    with Store.open(server.store) as store:
        rows = store.current()
        found = {(row.indicator, row.area, row.year): row.value for row in rows.itertuples()}
    assert len(found) == len(rows)
    assert found == ledger.figures()
