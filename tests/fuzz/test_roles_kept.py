"""Roles agree with records, where a label is known: what gave a figure is data, what it names head or stub.

Where no label is known, cells keep the roles that their looks give them.
"""

from fuzz_judge import read_case
from fuzz_layouts import Layout
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalog import builtin
from indicators.sheets import read_file
from indicators.sheets.grid import address

HEADS = {"header", "stub", "group", "title", "unit"}
SHORT = 400_000
"""Bytes up to which a real file is looked at cell by cell."""


def disagreements(reading):
    """Cells with two roles, figures that are no data, heads and stubs that are none, each with its role."""
    roles, found = {}, []
    for sheet, cell, role, _ in reading.roles():
        if (sheet, cell) in roles:
            found.append(("two roles", sheet, cell, role))
        roles[sheet, cell] = role
    known = {record.sheet for record in reading.records if record.code}
    for record in reading.records:
        role = roles.get((record.sheet, record.cell))
        blank = role is None and not record.raw
        if record.sheet in known and not blank and role not in ("data", "total"):
            found.append(("figure", record.sheet, record.cell, role))
    for view in reading.sheets:
        sheet = view.facts.grid.name
        for table, info in view.tables:
            if not table.named:
                continue
            data = table.layout.data if len(info.rows) else []
            named = [table.heads[column.index] for column in data if column.index in table.heads]
            heads = [cell for head in named for cell in head.cells]
            stubs = (
                [(int(row), column.index) for row in info.rows for column in table.layout.stubs]
                if data
                else []
            )
            for what, cells, fitting in (("head", heads, HEADS), ("stub", stubs, {*HEADS, "total", None})):
                for cell in cells:
                    role = roles.get((sheet, address(*cell)))
                    if role not in fitting:
                        found.append((what, sheet, address(*cell), role))
    return found


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 100_000))
def test_roles_agree_with_the_records_of_any_layout(seed):
    vocabulary = builtin().vocabulary()
    case = Layout(seed, vocabulary).build()
    assert disagreements(read_case(case, vocabulary)) == []


def test_roles_agree_with_the_records_of_real_files(shared):
    vocabulary = builtin().vocabulary()
    files = [path for path in sorted((shared / "data").iterdir()) if path.suffix in (".csv", ".xls", ".xlsx")]
    small = [path for path in files if path.stat().st_size < SHORT]
    assert small
    for path in small:
        assert disagreements(read_file(path.read_bytes(), path.name, vocabulary)) == [], path.name


def test_the_judge_sees_a_figure_that_is_no_data():
    vocabulary = builtin().vocabulary()
    reading = read_case(Layout(3, vocabulary).build(), vocabulary)
    table, _ = reading.sheets[0].tables[0]
    head = next(table.heads[column.index].cells[0] for column in table.layout.data)
    reading.records.chunks[0].rows[0], reading.records.chunks[0].columns[0] = head
    assert disagreements(reading) != []
