"""Many processes on one lake: a writer that tells what was acknowledged, a reader that holds each snapshot
to account. Run as `python -m tests.lake_storm write|read …`; see fuzz/test_lake_storm.py."""

import json
import os
import random
import sys
import time

AREA = "示例县"
PART = 4
"""Figures in a submission; they sum to zero, so that any half of one shows in the sum."""

SUMS = """
SELECT (SELECT count(*) FROM submission), (SELECT count(*) FROM observation),
    (SELECT coalesce(sum(value), 0) FROM observation), (SELECT count(*) FROM file_bytes),
    (SELECT count(*) FROM journal), (SELECT count(*) FROM audit WHERE change IS NOT NULL),
    (SELECT count(*) FROM journal WHERE kind = 'submission'),
    (SELECT count(*) FROM audit), (SELECT max(number) FROM audit)
"""


def whole(row) -> bool:
    """Whether the counts of one snapshot fit together."""
    submissions, figures, total, files, journal, audited, accepted, rows, last = row
    return (
        figures == PART * submissions
        and total == 0
        and files == submissions == accepted
        and journal == audited
        and rows == last
    )


def write(place: str, name: str, count: int, log: str, seed: int, until: float) -> None:
    """Accept `count` files, each noted in `log` when it is acknowledged; go on where a killed one was."""
    from indicators.store import Store, StoreError
    from tests.store_kit import figures

    with open(log, "a+", encoding="utf-8") as file:
        file.seek(0)
        done = {json.loads(line)["turn"] for line in file if line.endswith("\n")}
        store = _opened(Store, place, StoreError, until)
        for turn in range(count):
            if turn in done:
                continue
            # the same file holds the same figures, also where one killed after its commit sends it again
            chance = random.Random(f"{name} {seed} {turn}")
            one, two = chance.randint(1, 999), chance.randint(1, 999)
            values = [one, -one, two, -two]
            # every process writes the same few cells: the last one counts
            rows = [
                ("T1", AREA, 2015 + chance.randint(0, 1) * PART + at, value)
                for at, value in enumerate(values)
            ]
            sent = {"file": f"{name}-{turn}.csv", "data": f"{name} {turn}".encode(), "by": name}
            while True:
                try:
                    kept = store.accept(figures(*rows), **sent)
                    if turn % 10 == 5:
                        store.put_setting("storm", f"{name} {turn}", by=name)
                    break
                except StoreError as error:
                    print(f"{name} {turn}: {error.finding.code}", flush=True)
                    if time.time() > until:
                        raise
                    if store.holds(_digest(sent["data"])):
                        kept = next(item for item in store.submissions() if item.file == sent["file"])
                        break
            file.write(json.dumps({"turn": turn, "submission": kept.id, "rows": rows}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        store.close()


def _digest(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def _opened(kind, place: str, trouble, until: float):
    while True:
        try:
            return kind.open(place)
        except trouble as error:
            print(f"open: {error.finding.code}", flush=True)
            if time.time() > until:
                raise


def read(place: str, log: str, until: float) -> None:
    """Look at snapshots until the file `log`.stop is there; each must be whole, in one query and in two."""
    from indicators.store import Store, StoreError

    store = _opened(Store, place, StoreError, until)
    seen, lost, newest = 0, 0, -1
    while not os.path.exists(log + ".stop") and time.time() < until:
        cursor = None
        try:
            cursor = store.cursor().cursor()
            cursor.begin()
            first = cursor.execute(SUMS).fetchall()[0]
            time.sleep(0.05)
            again = cursor.execute(SUMS).fetchall()[0]
            single = store.query(SUMS).iloc[0].tolist()
        except StoreError as error:
            lost += error.finding.code == "store_catalog_lost"
            continue
        finally:
            if cursor is not None:
                cursor.close()
        ok = (
            whole(first) and first == again and whole(single) and first[0] >= newest and single[0] >= first[0]
        )
        newest, seen = first[0], seen + 1
        if not ok:
            print(json.dumps({"torn": [list(first), list(again), single]}, default=str), flush=True)
    print(json.dumps({"snapshots": seen, "lost": lost, "newest": newest}), flush=True)


if __name__ == "__main__":
    what, place, *rest = sys.argv[1:]
    if what == "write":
        write(place, rest[0], int(rest[1]), rest[2], int(rest[3]), float(rest[4]))
    else:
        read(place, rest[0], float(rest[1]))
