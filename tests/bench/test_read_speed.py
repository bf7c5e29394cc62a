"""Bytes to columnar records beside bare calamine on the same bytes, best of three runs each."""

import io
import random
import time

import openpyxl
import pytest
import python_calamine

from indicators.model import NameEntry, Vocabulary
from indicators.sheets import read_file

VOCABULARY = Vocabulary((NameEntry("W1", "孕产妇死亡率", "1/10万", ("孕产妇死亡率",)),))


def best(action, runs=3):
    """Shortest of several runs in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def ratio(data, name, **more):
    def bare() -> None:
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()

    return best(lambda: read_file(data, name, VOCABULARY, **more)) / best(bare)


def long_table(rows):
    rng = random.Random(1)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    sheet.append(["地区", "年份", "指标", "单位", "甲值", "乙值", "丙值", "丁值"])
    for i in range(rows):
        place = f"第{i % 3000}村"
        sheet.append(
            [
                place,
                2010 + i % 15,
                "孕产妇死亡率",
                "1/10万",
                rng.random() * 100,
                round(rng.random(), 1),
                i,
                i * 2,
            ]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.bench
@pytest.mark.long
def test_a_table_of_100_000_lines(capsys):
    found = ratio(long_table(100_000), "大表.xlsx")
    with capsys.disabled():
        print(f"\n100,000 x 8 xlsx: {found:.2f} x bare calamine (at most 2)", end=" ")
    assert found <= 2


@pytest.mark.bench
@pytest.mark.long
def test_the_county_table(shared, capsys):
    found = ratio((shared / "data" / "county_census_2010_169col.xlsx").read_bytes(), "county.xlsx", year=2010)
    with capsys.disabled():
        print(f"\ncounty table of 169 columns: {found:.2f} x bare calamine (at most 3)", end=" ")
    assert found <= 3
