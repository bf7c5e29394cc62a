"""Lays a long form out as a sheet: axes, stubs, heads, panels, surroundings."""

from __future__ import annotations

import itertools

from fuzz_maker import OFFICES, PARTS, TOWNS, Case, Fact, Maker, Sheet, What

from indicators.sheets.grid import Workbook

# rows, columns (outer to inner): I indicator, A area, Y year, P part of the whole
LAYOUTS = [
    ("I", "Y"), ("I", "Y"), ("Y", "I"), ("A", "I"), ("A", "I"), ("A", "I"), ("A", "Y"), ("A", "Y"), ("Y", "A"), ("IY", "A"), ("I", "A"),  # noqa: E501
    ("A", "IY"), ("A", "YI"), ("A", "IP"), ("I", "YP"), ("AI", "Y"), ("AY", "I"), ("IA", "Y"), ("AIY", ""), ("IAY", ""), ("YAI", ""),  # noqa: E501
    ("Y", "IP"), ("A", "YP"), ("IP", "Y"), ("AP", "I"), ("AIPY", ""), ("YA", "I"), ("IP", "A"), ("F", "F"),
]  # fmt: skip


class Layout(Maker):
    """One case: a layout drawn at random, filled and surrounded."""

    def build(self) -> Case:
        rng = self.rng
        rows, columns = rng.choice(LAYOUTS)
        if rows == "F":
            return self.form()
        dims = rows + columns
        self.areas = self.pick_areas(rng.randint(2, 7)) if "A" in dims else []
        self.years = self.pick_years(rng.randint(2, 5)) if "Y" in dims else []
        self.whats = self.pick_indicators(rng.randint(2, 6)) if "I" in dims else self.pick_indicators(1)
        self.part = rng.choice(PARTS)
        parts = [None, *self.part[1]] if rng.random() < 0.7 else list(self.part[1])
        self.parts = parts if "P" in dims else []
        self.area_style = (
            rng.choice(["flat"] * 6 + ["indent", "group", "code", "parent"])
            if rows[-1:] == "A" and len(rows) == 1
            else "flat"
        )
        if self.area_style != "flat":
            self.areas = self.nested_areas()
        elif self.has_total and self.areas and "A" in rows:
            self.areas = [rng.choice(["合计", "总计", "全县"]), *self.areas]
        self.rows, self.columns = rows, columns
        several = rng.random() < 0.15 and "Y" not in dims
        self.fixed_years = self.pick_years(rng.randint(2, 3)) if several else [rng.randint(2012, 2024)]
        per_area = "A" not in dims and rng.random() < 0.12
        self.fixed_areas = self.pick_areas(3) if per_area else [None]
        grids, facts = [], []
        for year, area in itertools.product(self.fixed_years, self.fixed_areas):
            grid, found = self.one_sheet(year, area, several, per_area)
            grids.append(grid)
            facts += found
        file = self.file_name()
        return Case(self.seed, Workbook(file, tuple(grids)), facts, f"{rows}x{columns or '-'}")

    def nested_areas(self) -> list[str]:
        """Paths of two levels, with one name under both parents; parents have figures unless they head a group."""  # noqa: E501
        parents = self.rng.sample(["青山县", "平原县", "东湖区"], 2)
        towns = self.rng.sample(TOWNS, 5)
        kids = [towns[:3], [towns[0], *towns[3:]]]
        out = []
        for parent, children in zip(parents, kids, strict=True):
            if self.area_style in ("indent", "code"):
                out.append(parent)
            out += [f"{parent}/{child}" for child in children]
        return out

    def file_name(self) -> str:
        if getattr(self, "year_place", "") == "file":
            return f"{self.fixed_years[0]}年报送.xlsx"
        return "报送.xlsx"

    # --- one sheet ---------------------------------------------------------------------------

    def one_sheet(self, year, area, several, per_area):
        rng, sheet = self.rng, Sheet()
        dims = self.rows + self.columns
        if "Y" in dims:
            self.year_place = "axis"
        elif several:
            self.year_place = "sheet"
        else:
            self.year_place = rng.choice(["title", "title", "title", "file", "none"])
        name = f"{year}年" if self.year_place == "sheet" else area if per_area else "Sheet1"
        top = self.surround(sheet, year, area, per_area)
        used, facts = self.panels(sheet, top, year, area)
        self.below(sheet, used)
        ghost = (rng.choice([0, 0, 5]), rng.choice([0, 0, 3]))
        return sheet.grid(name, ghost=ghost), facts

    def surround(self, sheet: Sheet, year, area, per_area) -> int:
        """Title, table number, unit line; returns the first free row."""
        rng, dims, row = self.rng, self.rows + self.columns, self.top
        what = self.whats[0]
        say_year = f"{year}年" if self.year_place == "title" else ""
        by = rng.choice(["各乡镇", "各地区", "分地区"]) if "A" in dims else ""
        self.indicator_line = "I" not in dims and rng.random() < 0.3
        if "I" in dims:
            title = (
                f"{say_year}{by}{rng.choice(['妇女儿童发展规划监测统计表', '主要指标情况', '两纲监测数据'])}"
            )
            untitled = rng.random() < 0.25 and not say_year
        else:
            unit = (
                f"（{what.unit}）"
                if self.unit_place == "title" and what.unit and not self.indicator_line
                else ""
            )
            title = f"{say_year}{by}{what.label}{unit}"
            untitled = False
        if rng.random() < 0.15 and not untitled:
            sheet.put(row, self.left, f"附件{rng.randint(1, 9)}")
            row += 1
        if self.indicator_line:
            sheet.put(row, self.left, "数据库：年度数据")
            sheet.put(row + 1, self.left, f"指标：{what.label}" + (f"({what.unit})" if what.unit else ""))
            row += 2
            if say_year:
                sheet.put(row, self.left, f"时间：{year}年")
                row += 1
        elif not untitled:
            sheet.put(row, self.left, ("表1-2 " if rng.random() < 0.15 else "") + title)
            if self.merged:
                sheet.merges.append((row, self.left, row, self.left + 4))
            row += 1
        if self.unit_place == "row":
            units = list(dict.fromkeys(w.unit for w in self.whats))
            sheet.put(row, self.left + rng.choice([0, 0, 3]), "单位：" + "、".join(units))
            row += 1
        if rng.random() < 0.1:
            row += 1
        return row

    def below(self, sheet: Sheet, row: int) -> None:
        lines = [
            "注：本表数据由各单位报送。",
            "　　 2023年起口径有调整。",
            "数据来源：统计局",
            "说明：合计数为各地之和。",
        ]
        for at in range(self.notes):
            sheet.put(row + at, self.left, lines[at])
        if self.watermark:
            sheet.put(row + self.notes + 1, self.left, "更多数据请访问经济论坛 bbs.example.cn")

    # --- panels ------------------------------------------------------------------------------

    def panels(self, sheet: Sheet, top: int, year, area):
        """The table whole, or in parts across or down with repeated heads; returns (next row, facts)."""
        rows, columns = self.keys(self.rows), self.keys(self.columns) or [()]
        kind = self.rng.choice(["whole"] * 8 + ["down", "across", "below"])
        if (
            kind == "across"
            and len(rows) >= 4
            and len(self.rows) == 1
            and not self.serial
            and "P" not in self.rows
        ):
            half = (len(rows) + 1) // 2
            end, width, facts = self.table(sheet, top, self.left, rows[:half], columns, year, area)
            gap = self.rng.choice([0, 1])
            end2, _, more = self.table(sheet, top, self.left + width + gap, rows[half:], columns, year, area)
            return max(end, end2), facts + more
        if kind in ("down", "below") and len(self.columns) == 1 and len(columns) >= 4:
            half = len(columns) // 2
            end, _, facts = self.table(sheet, top, self.left, rows, columns[:half], year, area)
            end += self.rng.choice([0, 1])
            sheet.put(end, self.left, self.rng.choice(["续表", "（续表）", "续表1"]))
            end, _, more = self.table(sheet, end + 1, self.left, rows, columns[half:], year, area)
            return end, facts + more
        end, _, facts = self.table(sheet, top, self.left, rows, columns, year, area)
        return end, facts

    def keys(self, dims: str) -> list[tuple]:
        values = {"I": self.whats, "A": self.areas, "Y": self.years, "P": self.parts}
        return list(itertools.product(*(values[d] for d in dims)))

    # --- the table itself --------------------------------------------------------------------

    def table(self, sheet: Sheet, top: int, left: int, rows: list, columns: list, year, area):
        rng = self.rng
        extra = self.extras()
        outer_groups = (
            len(self.rows) == 2 and self.rows[0] in "AIY" and self.rows[1] != "P" and self.group_rows()
        )
        sub_rows = len(self.rows) == 2 and self.rows == "IP"
        stub_dims = self.rows[1:] if outer_groups else self.rows[:1] if sub_rows else self.rows
        unit_column = "I" in self.rows and self.unit_place == "none" and self.columns_of_unit()
        before = ["序号"] if "序号" in extra else []
        nested = {"code": [("区划代码", None)], "parent": [("县区", None)]}.get(self.area_style, [])
        before_dims = [word for word, _ in nested]
        heads = (
            before
            + before_dims
            + [self.stub_head(d) for d in stub_dims]
            + (["计量单位"] if unit_column else [])
        )
        depth = max(len(self.columns), 1)
        column0 = left + len(heads)
        self.put_heads(sheet, top, left, heads, depth, columns, column0)
        tail = [x for x in extra if x != "序号"]
        for at, word in enumerate(tail):
            sheet.put(top, column0 + len(columns) + at, word)
        row, facts, last, shown = top + depth, [], None, ()
        for number, key in enumerate(rows, 1):
            if outer_groups and key[0] != last:
                sheet.put(row, left, self.say(self.rows[0], key[0]))
                row, last = row + 1, key[0]
            if self.area_style != "flat":
                row = self.put_nested(sheet, row, left + len(before), key[0], shown[0] if shown else "")
            else:
                self.put_stub(sheet, row, left + len(before), key, stub_dims, outer_groups, sub_rows, shown)
            shown = key
            if before:
                sheet.put(row, left, number)
            if unit_column:
                sheet.put(row, column0 - 1, self.of(self.rows, key, "I").unit)
            for at, other in enumerate(columns):
                facts.append(self.put_figure(sheet, row, column0 + at, key, other, year, area, unit_column))
            for at, word in enumerate(tail):
                sheet.put(
                    row,
                    column0 + len(columns) + at,
                    rng.choice(OFFICES) if word == "责任单位" else rng.choice([None, "较上年有变化"]),
                )
            row += 1
            if self.gaps and number % 3 == 0 and number < len(rows):
                row += 1
        return row, len(heads) + len(columns) + len(tail), [f for f in facts if f]

    def extras(self) -> list[str]:
        if not hasattr(self, "_extras"):
            self._extras = [
                w
                for w, yes in (("序号", self.serial), ("责任单位", self.office), ("备注", self.remark))
                if yes
            ]
            self._group = self.rng.random() < 0.4
            self._unit_column = self.rng.random() < 0.6
        return self._extras

    def group_rows(self) -> bool:
        return self._group

    def columns_of_unit(self) -> bool:
        return self._unit_column

    def stub_head(self, dim: str):
        names = {
            "I": ["指标", "指标名称", "项目"],
            "A": ["地区", "乡镇", "县（市、区）", "单位名称", None],
            "Y": ["年份", "年度", "时间", None],
            "P": ["分组", "类别" if False else "性别" if self.part[0] == "性别" else "城乡"],
        }
        if not hasattr(self, "_heads"):
            self._heads = {d: self.rng.choice(v) for d, v in names.items()}
            if self.rng.random() < 0.85 and self._heads["A"] is None:
                self._heads["A"] = "地 区"
            if self.rng.random() < 0.7 and self._heads["Y"] is None:
                self._heads["Y"] = "年 份"
        return self._heads[dim]

    def put_heads(self, sheet, top, left, heads, depth, columns, column0) -> None:
        for at, word in enumerate(heads):
            sheet.put(top, left + at, word)
            if self.merged and depth > 1 and word:
                sheet.merges.append((top, left + at, top + depth - 1, left + at))
        if not self.columns:
            sheet.put(top, column0, self.rng.choice(["数值", "数据", "指标值", "value"]))
            return
        for level in range(depth):
            start = 0
            for at, key in enumerate(columns):
                if at and level < depth - 1 and key[: level + 1] == columns[at - 1][: level + 1]:
                    continue
                if at and self.merged and level < depth - 1 and at - start > 1:
                    sheet.merges.append((top + level, column0 + start, top + level, column0 + at - 1))
                start = at
                sheet.put(top + level, column0 + at, self.say(self.columns[level], key[level]))
            if self.merged and level < depth - 1 and len(columns) - start > 1:
                sheet.merges.append((top + level, column0 + start, top + level, column0 + len(columns) - 1))

    def put_stub(self, sheet, row, column, key, dims, outer_groups, sub_rows, shown) -> None:
        if sub_rows:
            what, part = key
            first = not shown or shown[0] != what
            if part is None:
                text = self.say("I", what)
            elif first:
                text = f"{self.say('I', what)}"
            else:
                text = part
            if part is not None and None in self.parts:
                text = self._sub_style(part)
            elif part is not None:
                text = f"{what.label}（{part}）"
            sheet.put(row, column, text)
            return
        values = key[1:] if outer_groups else key
        for at, (dim, value) in enumerate(zip(dims, values, strict=True)):
            same = shown and not outer_groups and at < len(dims) - 1 and shown[: at + 1] == key[: at + 1]
            if same and len(dims) > 1 and self._blank_repeats():
                continue
            sheet.put(row, column + at, self.say(dim, value))

    def put_nested(self, sheet, row, column, path: str, before: str) -> int:
        """An area of two levels, by indent, code, parent column or group row; returns the row it stands in."""  # noqa: E501
        parent, _, child = path.partition("/")
        fresh = before.partition("/")[0] != parent
        if self.area_style == "indent":
            sheet.put(row, column, f"　{child}" if child else parent)
        elif self.area_style == "code":
            base = 990100 + 1000 * (self.areas.index(parent) > 0)
            number = base + (self.areas.index(path) % 90 + 1 if child else 0)
            sheet.put(row, column, str(number))
            sheet.put(row, column + 1, child or parent)
        elif self.area_style == "parent":
            if fresh or not self._blank_repeats():
                sheet.put(row, column, parent)
            sheet.put(row, column + 1, child)
        else:
            if fresh:
                sheet.put(row, column, parent)
                row += 1
            sheet.put(row, column, child)
        return row

    def _blank_repeats(self) -> bool:
        if not hasattr(self, "_blanks"):
            self._blanks = self.rng.random() < 0.5
        return self._blanks

    def _sub_style(self, part: str) -> str:
        if not hasattr(self, "_subs"):
            self._subs = self.rng.choice(["其中：", "  ", "　　", "其中:"])
        return f"{self._subs}{part}"

    def say(self, dim: str, value):
        if dim == "I":
            return self.what_label(value)
        if dim == "A":
            return self.area_label(value)
        if dim == "Y":
            return self.year_label(value)
        return value if value is not None else self._whole()

    def _whole(self) -> str:
        if not hasattr(self, "_all"):
            self._all = self.rng.choice(["合计", "小计", "计"])
        return self._all

    @staticmethod
    def of(dims: str, key: tuple, dim: str):
        return key[dims.index(dim)] if dim in dims else None

    def put_figure(self, sheet, row, column, key, other, year, area, unit_column):
        dims, both = self.rows + self.columns, (*key, *other)
        what: What = self.of(dims, both, "I") or self.whats[0]
        content, value, missing = self.figure(what.unit)
        sheet.put(row, column, content)
        place = self.of(dims, both, "A")
        part = self.of(dims, both, "P")
        when = self.of(dims, both, "Y") or year
        has_percent = isinstance(content, str) and content.endswith("%")
        labelled = (
            self.unit_known(what) and "I" in dims and not (self.rows == "IP" and None not in self.parts)
        )
        unit = what.unit if labelled or unit_column or has_percent or self.title_unit() else None
        named = what.code or what.label
        return Fact(named, place or area, when, (self.part[0], part) if part else None, value, missing, unit)

    def title_unit(self) -> bool:
        dims = self.rows + self.columns
        return "I" not in dims and (self.indicator_line or self.unit_place == "title")

    # --- the form of one area: indicator, unit, code, last year, this year --------------------

    def form(self) -> Case:
        rng, sheet = self.rng, Sheet()
        self.rows, self.columns, self.area_style = "I", "Y", "flat"
        self.year_place = "title"
        year = rng.randint(2015, 2024)
        whats = self.pick_indicators(rng.randint(3, 8))
        row, left = self.top, self.left
        sheet.put(row, left, f"{year}年妇女儿童发展规划监测统计报表")
        sheet.put(row + 1, left, "填报单位：卫生健康局")
        row += 2
        heads = (
            ["指标名称", "计量单位", "代码", "上年", "本年"]
            if rng.random() < 0.5
            else ["指标名称", "计量单位", "代码", "本年实际", "上年实际"]
        )
        for at, word in enumerate(heads):
            sheet.put(row, left + at, word)
        row += 1
        if rng.random() < 0.7:
            for at, word in enumerate(["甲", "乙", "丙", 1, 2]):
                sheet.put(row, left + at, word)
            row += 1
        facts = []
        for number, what in enumerate(whats, 1):
            sheet.put(row, left, what.label)
            sheet.put(row, left + 1, what.unit)
            sheet.put(row, left + 2, f"{number:02d}" if rng.random() < 0.5 else number)
            for at in (3, 4):
                content, value, missing = self.figure(what.unit)
                sheet.put(row, left + at, content)
                when = year - 1 if heads[at].startswith("上年") else year
                facts.append(Fact(what.code or what.label, None, when, None, value, missing, what.unit))
            row += 1
        self.below(sheet, row)
        return Case(self.seed, Workbook("报表.xlsx", (sheet.grid("Sheet1"),)), facts, "form")
