"""The method once more, in plain Python with dicts and loops: slow and obviously right.

Figures are exact fractions of their decimal text. Takes the cases of `assess_kit`, knows nothing of the
SQL, and returns for each the fields in which the two must agree.
"""

# ruff: noqa: E501

import itertools
import math
from fractions import Fraction
from statistics import NormalDist

OFF = {
    "full",
    "every_area",
    "yes_no",
    "qualitative",
    "quota",
    "around",
    "balance",
    "at_least_one",
    "slower_growth",
}
STANDS = {"annual": 2, "term": 5, "census": 10, "survey": 5}
NINE = 10**9


def exact(number):
    return None if number is None else Fraction(repr(float(number)))


def nine(number):
    """Rounded to nine decimals, half away from zero: what holds every reported figure."""
    scaled = abs(number) * NINE
    whole = scaled.numerator // scaled.denominator
    if scaled - whole >= Fraction(1, 2):
        whole += 1
    return Fraction(whole if number >= 0 else -whole, NINE)


def decimals(number):
    text = f"{float(number):.9f}".rstrip("0")
    return len(text.partition(".")[2])


def meets(x, op, v):
    edge = abs(v) * Fraction(5, 100)
    return {
        ">=": x >= v, ">": x > v, "<=": x <= v, "<": x < v,
        "~=": abs(x - v) <= edge, "~<": x <= v + edge, "~>": x >= v - edge,
    }[op]  # fmt: skip


def sense(op):
    return 1 if op in (">=", ">", "~>") else 0 if op == "~=" else -1


def place(x, op, v):
    return abs(x - v) if op == "~=" else x


def bound(op, v):
    edge = abs(v) * Fraction(5, 100)
    return {"~=": edge, "~<": v + edge, "~>": v - edge}.get(op, v)


def worse(x, z, op, v):
    if sense(op) == 0:
        return abs(x - v) - abs(z - v)
    return z - x if sense(op) == 1 else x - z


def newest(records, year):
    """Of (year, …) records up to a year the latest year's; of one year's the last."""
    told = [record for record in records if record[0] <= year]
    return max(enumerate(told), key=lambda item: (item[1][0], item[0]))[1] if told else None


def known(series, year):
    found = {}
    for at, given in series.items():
        value, places = given if isinstance(given, tuple) else (given, None)
        if at <= year and value is not None:
            found[at] = (exact(value), decimals(value) if places is None else places)
    return dict(sorted(found.items()))


def worst_child(case):
    years = {}
    for series in case["children"].values():
        for at, given in series.items():
            years.setdefault(at, []).append(given)
    pick = min if case["ops"][0][1] in (">=", ">") else max
    return {at: pick(values) for at, values in years.items()}


SIDES = {"城市": "城", "城镇": "城", "农村": "乡", "男": "男", "女": "女"}
PAIRS = {"城乡": ("城", "乡"), "性别": ("男", "女")}
ORDER = ("not_met", "no_data", "awaiting", "nearly_met", "met", "not_applicable", "monitored")
COLOURS = ("red", "orange", "grey", "yellow", "green")


def gap_series(case):
    """By year the distance between the highest and the lowest breakdown of a pair with both its sides."""
    for name, sides in PAIRS.items():
        if case.get("label") not in (None, name):
            continue
        found = {}
        for label, series in case.get("breakdowns", {}).items():
            if SIDES[label] in sides:
                for at, value in series.items():
                    found.setdefault(at, {}).setdefault(SIDES[label], []).append(value)
        out = {}
        for at, both in found.items():
            values = [value for side in both.values() for value in side]
            if len(both) == 2:
                out[at] = (float(exact(max(values)) - exact(min(values))), max(map(decimals, values)))
        if out:
            return out
    return {}


def of_label(case):
    """The series of a label, or of another label of the same side (城市 of a target, 城镇 in a table)."""
    series = case.get("breakdowns", {})
    if series.get(case["label"]):
        return series[case["label"]]
    alike = [label for label in SIDES if SIDES[label] == SIDES.get(case["label"]) and series.get(label)]
    return series[alike[0]] if alike else {}


def measured(case):
    if case["kind"] == "every_area" and case.get("children") and worst_child(case):
        return worst_child(case)
    if case["kind"] == "gap":
        sided = any(case.get("breakdowns", {}).values()) or case.get("is_part")
        return gap_series(case) or ({} if sided else case["series"])
    if case.get("label"):
        return of_label(case)
    return case["series"]


def base_of(case, figures):
    wanted = case.get("base_year")
    if wanted is None:
        wanted = (
            case["period"][0] - 1
            if case["kind"] != "none" or "base_value" in case
            else (case["year"] - 1) // 10 * 10
        )
    if case.get("base_value") is not None:
        return wanted, exact(case["base_value"]), decimals(case["base_value"])
    for at in (wanted, wanted - 1, wanted + 1):
        if at in figures:
            return at, *figures[at]
    return None


def trend_of(case):
    if case.get("change") or case.get("ops"):
        return None
    return {"rise": "up", "fall": "down", "gap": "down"}.get(case["kind"])


def demands_of(case, figures, base, step, at):
    """[(year, op, value)] in order, from the phrase or from the base."""
    kind, end = case["kind"], case["period"][1]
    ops = [
        (
            year or end,
            {"lower": "~<", "higher": "~>"}.get(case["direction"], op) if op == "~=" else op,
            exact(value),
            *unit,
        )
        for year, op, value, *unit in case.get("ops", [])
    ]
    change = case.get("change")
    if kind in ("none", "yes_no", "qualitative"):
        return []
    if kind == "slower_growth":
        return slower(case, figures, step, at)
    if kind == "versus":
        return versus(case, ops, at)
    if change and change[2]:
        return yearly(change, base, at, end)
    if change:
        return relative(ops or [(end, "<=" if change[0] < 0 else ">=", exact(change[0]), change[1])], base)
    if kind == "quota" and not case.get("cumulative"):
        return [(at, op, value) for _, op, value, *_ in sorted(ops)[:1]]
    if ops:
        return sorted((year, op, value) for year, op, value, *_ in ops)
    plain = {
        "full": (end, ">=", Fraction(100)),
        "balance": (end, "~=", Fraction(50)),
        "at_least_one": (end, ">=", Fraction(1)),
    }
    if kind in plain:
        return [plain[kind]]
    trend = trend_of(case)
    if trend and base:
        return [(end, ">=", base[1] + step) if trend == "up" else (end, "<=", base[1] - step)]
    return []


def slower(case, figures, step, at):
    if len(figures) < 3:
        return []
    years = list(figures)
    inner = years[1:-1]
    wanted = case.get("base_year") or case["period"][0] - 1
    turn = wanted if wanted in inner else years[(len(years) + 1) // 2 - 1]
    first, last, level = years[0], years[-1], figures[turn][0]
    led = level + (level - figures[first][0]) / (turn - first) * (last - turn)
    if case["direction"] == "higher":
        return [(at, ">=", min(level, nine(led + step)))]
    return [(at, "<=", max(level, nine(led - step)))]


def versus(case, ops, at):
    side = {"男性水平": "男", "城市水平": "城市"}.get(case.get("comparator"))
    given = case.get("breakdowns", {}).get(side, {}) if side else case.get("others", {}).get("全省", {})
    other = known(given, case["year"])
    fresh = [year for year in other if at - year <= 2]
    if not fresh:
        return []
    op = ops[0][1] if ops else ("<=" if case["direction"] == "lower" else ">=")
    return [(at, op, nine(other[fresh[-1]][0] + (ops[0][2] if ops else 0)))]


def yearly(change, base, at, end):
    if not base:
        return []
    amount, unit, _ = change
    op, out = "<=" if amount < 0 else ">=", {}
    for year in (max(at, base[0] + 1), max(at, end)):
        years = year - base[0]
        grown = (
            base[1] * (1 + exact(amount) / 100) ** years
            if unit == "percent"
            else base[1] + exact(amount) * years
        )
        out[year] = (year, op, nine(grown))
    return [out[year] for year in sorted(out)]


def relative(ops, base):
    if not base:
        return []
    return sorted(
        (year, op, nine(base[1] * (1 + value / 100) if unit == "percent" else base[1] + value))
        for year, op, value, unit in ops
    )


def growth(y0, t0, y1, t1):
    if t1 <= t0 or y0 == 0 or y1 / y0 < 0:
        return None
    return float(y1 / y0) ** (1 / (t1 - t0)) - 1


def quantile(values, p):
    values = sorted(values)
    at = p * (len(values) - 1)
    low = math.floor(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)


SHARED = ("year", "series", "limits", "frequency", "period", "missing", "breakdowns", "children", "others", "unit",
          "multiplier", "random", "counts", "own_direction", "answers", "judgements")  # fmt: skip


def leaves_of(case):
    """What is judged: the target itself and its further conditions, or the parts of a split."""
    parts = case.get("parts", [])
    own = [] if parts and case["kind"] in ("split", "conditional") else [case]
    given = {name: case[name] for name in SHARED if name in case}
    out = [(True, leaf) for leaf in own]
    for part in parts:
        leaf = {"base_year": case.get("base_year"), "base_value": case.get("base_value"), **given, **part}
        leaf |= {"is_part": True, "root": case["kind"]}
        leaf["of_every"] = case["kind"] == "every_area"
        if leaf.get("label") is None and case.get("label"):
            leaf["label"] = case["label"]
        if leaf.get("label") and leaf["kind"] != "gap":
            leaf |= {"missing": {}, "counts": {}}
        out.append((False, leaf))
    return out


def judge(case):
    """The verdict of the worst part. A further condition without data does not silence the main demand."""
    case = {"kind": "none", **case}
    main = case["kind"] not in ("split", "conditional")
    ranked = []
    for place, (own, leaf) in enumerate(leaves_of(case)):
        found = judge_one(leaf)
        silent = main and not own and found["attainment"] in ("no_data", "awaiting")
        worst = 9 if silent else ORDER.index(found["attainment"])
        ranked.append((worst, COLOURS.index(found["alert"]), place, found))
    return min(ranked, key=lambda item: item[:3])[3]


def judge_one(case):
    case = {"kind": "none", "direction": "higher", "period": (2021, 2030), "frequency": "annual", **case}
    figures = known(measured(case), case["year"])
    years = list(figures)
    last = years[-1] if years else None
    base = base_of(case, figures)
    step = Fraction(1, 10 ** max([places for _, places in figures.values()] + [base[2] if base else 0, 0]))
    annual = case["frequency"] == "annual"
    at = (last if last is not None else case["year"]) if annual else case["year"]
    missing = {year: why for year, why in case.get("missing", {}).items() if year <= case["year"]}
    told = max(missing, default=None)
    fresh = (
        last is not None
        and case["year"] - last <= STANDS[case["frequency"]]
        and not (annual and told == case["year"])
    )
    excused = told is not None and (last is None or told >= last) and missing[told] == "not_applicable"
    demands = demands_of(case, figures, base, step, at)
    final = demands[-1] if demands else None
    held = next((demand for demand in demands if demand[0] >= at), final)
    x = figures[last][0] if last is not None else None
    state = State(case, figures, base, step, at, fresh, excused, demands, final, held, x, last)
    return state.result()


class State:
    def __init__(self, case, figures, base, step, at, fresh, excused, demands, final, held, x, last):
        self.case, self.figures, self.base, self.step, self.at = case, figures, base, step, at
        self.fresh, self.excused, self.demands, self.final, self.held = fresh, excused, demands, final, held
        self.x, self.last, self.kind = x, last, case["kind"]
        self.trend = trend_of(case)
        self.conditional = self.kind == "conditional" or case.get("root") == "conditional"
        asks = case.get("ops") or case.get("parts")
        self.by_people = self.kind in ("yes_no", "qualitative") or (self.kind == "conditional" and not asks)
        self.baseless = self.kind in ("versus", "slower_growth", "yes_no", "qualitative") or (
            self.kind == "quota" and not case.get("cumulative")
        )

    def result(self):
        attainment = self.attainment()
        required = self.required()
        pace, ratio = self.pace(attainment, required)
        second, second_ratio = self.second(attainment)
        low, high, small = self.chance()
        outlook, values = self.outlook()
        due = self.held is None or self.at >= self.held[0]
        word = self.word(attainment, due, outlook, pace, ratio)
        alert = self.alert(attainment, due, pace, word)
        if alert == "red" and small:
            alert = "orange"
        return {
            "attainment": attainment, "pace": pace, "pace_ratio": ratio, "required": self.shown(required),
            "second": second, "second_ratio": second_ratio, "outlook": outlook,
            "outlook_low": values[0], "outlook_value": values[1], "outlook_high": values[2],
            "low": low, "high": high, "small_number": small, "word": word, "alert": alert,
            "milestone_year": self.held[0] if self.held else None,
            "milestone_value": float(self.held[2]) if self.held else None,
            "base_year": self.base[0] if self.base else None,
            "base_value": float(self.base[1]) if self.base else None,
            "value": float(self.x) if self.fresh else None,
        }  # fmt: skip

    def attainment(self):
        if self.kind == "none":
            return "monitored"
        holds = newest(self.case.get("answers", []), self.case["year"])
        if self.conditional and holds and holds[1] is False:
            return "not_applicable"
        if self.excused and not (self.conditional and holds):
            return "not_applicable"
        if self.conditional and holds is None:
            return "awaiting"
        if self.by_people:
            ruling = self.ruling()
            return "awaiting" if ruling is None else "met" if ruling[1] == "yes" else "not_met"
        if not self.fresh or not self.held:
            return "no_data"
        failing, lacking = self.children()
        if failing:
            return "not_met"
        if lacking:
            return "no_data"
        _, op, v = self.held
        if meets(self.x, op, v):
            return "met"
        whole = abs(v - self.base[1]) if self.case.get("change") else abs(v)
        strict = op in ("<", ">") and self.x == v
        if (
            self.kind not in OFF
            and not self.case.get("of_every")
            and not self.trend
            and not strict
            and abs(self.x - v) <= nine(whole / 100)
        ):
            return "nearly_met"
        return "not_met"

    def ruling(self):
        """(year, yes/partly/no) of what stands: a judgement, or a later year's figure of 1 or 0."""
        said = newest(self.case.get("judgements", []), self.case["year"])
        stands = said and self.case["year"] - said[0] <= STANDS[self.case["frequency"]]
        if stands and (self.last is None or said[0] >= self.last):
            return said
        if self.fresh and self.x in (0, 1):
            return self.last, "yes" if self.x == 1 else "no"
        return None

    def slipped(self):
        at = self.ruling()[0]
        before = [year for year, verdict in self.case.get("judgements", []) if verdict == "yes"]
        before += [year for year, (value, _) in self.figures.items() if value == 1]
        return any(year < at for year in before)

    def children(self):
        failing, lacking = [], []
        if self.kind != "every_area":
            return failing, lacking
        for name, series in self.case.get("children", {}).items():
            figure = known(series, self.case["year"]).get(self.last)
            if figure is None:
                lacking.append(name)
            elif not meets(figure[0], self.held[1], self.held[2]):
                failing.append(name)
        return failing, lacking

    def required(self):
        """On the path, in the coordinate of progress."""
        if not self.held or not self.base or self.last is None or self.last < self.base[0]:
            return None
        _, op, v = self.held
        start, value = self.base[0], self.base[1]
        if meets(value, op, v):
            return bound(op, v)
        nodes = [(start, place(value, op, v))]
        nodes += [(year, bound(o, w)) for year, o, w in self.demands if year > start]
        if self.last >= self.final[0]:
            return bound(self.final[1], self.final[2])
        for (y0, v0), (y1, v1) in itertools.pairwise(nodes):
            if y0 <= self.last < y1:
                return v0 + (v1 - v0) * Fraction(self.last - y0, y1 - y0)
        return nodes[-1][1]

    def shown(self, required):
        if self.trend or not self.held or not self.fresh:
            return None
        if self.baseless:
            return float(self.held[2])
        if required is None:
            return None
        if self.held[1] == "~=":
            away = self.base[1] - self.held[2]
            return float(self.held[2] + (away > 0) * required - (away < 0) * required)
        return float(required)

    def pace(self, attainment, required):
        if self.by_people and attainment == "not_met":
            return ("slipped" if self.slipped() else None), None
        if attainment not in ("met", "nearly_met", "not_met") or not self.held:
            return None, None
        base, last = self.base, self.last
        if not self.baseless and (base is None or last <= base[0]):
            return "too_few_points", None
        _year, op, v = self.held
        if attainment == "not_met":
            if base and base[0] < last and meets(base[1], op, v):
                return "slipped", None
            for at, (value, _) in self.figures.items():
                if at < last and (base is None or at >= base[0]) and meets(value, op, v):
                    return "slipped", None
        values = [value for value, _ in self.figures.values()]
        if (
            self.kind != "slower_growth"
            and attainment == "met"
            and len(values) >= 3
            and worse(self.x, values[-3], op, v) > self.step
        ):
            return "met_worsening", None
        if attainment == "met" and not self.baseless and meets(base[1], op, v):
            return "held_since_base", None
        if self.trend:
            if last >= self.final[0]:
                return None, None
            if attainment == "met":
                return "on_schedule", None
            return ("moving_away" if worse(self.x, base[1], op, v) > 0 else "behind"), None
        return self.ratio(required)

    def ratio(self, required):
        _, op, v = self.held
        if self.baseless or not self.base[0] < self.last < self.final[0]:
            return None, None
        start = place(self.base[1], op, v)
        if abs(bound(op, v) - start) < nine(abs(v) / 100) or required == start:
            return None, None
        ratio = (place(self.x, op, v) - start) / (required - start)
        for name, least in (("ahead", "1.3"), ("on_schedule", "0.95"), ("slow", "0.6"), ("behind", "0")):
            if nine(ratio) >= Fraction(least):
                return name, float(ratio)
        return "moving_away", float(ratio)

    def second(self, attainment):
        ratio = self.growth_ratio()
        if attainment == "met":
            return "achieved", ratio
        if ratio is None:
            return None, None
        thresholds = (0.95, 0.6)
        if self.trend or not self.held:
            limit = self.case.get("limits", (None, None))[1] if self.way() == "higher" else None
            factor = near_limit(float(self.base[1]), limit)
            thresholds = (0.015 * factor, 0.005 * factor)
        if ratio >= thresholds[0]:
            return "on_track", ratio
        if ratio >= thresholds[1]:
            return "moderate", ratio
        return ("limited" if ratio >= 0 else "deteriorating"), ratio

    def way(self):
        return {"up": "higher", "down": "lower"}.get(self.trend, self.case["direction"])

    def growth_ratio(self):
        if not self.fresh or self.baseless or not self.base:
            return None
        t0, y0 = self.base[0], self.base[1]
        y1, t1, sign = self.x, self.last, -1 if self.base[1] < 0 else 1
        if self.trend or not self.held:
            direction = {"higher": 1, "lower": -1}.get(self.way())
            actual = growth(y0, t0, y1, t1)
            return None if direction is None or actual is None else sign * direction * actual
        year, op, v = self.held
        direction, goal = sense(op), bound(op, v)
        if op == "~=":
            y0, y1, goal, direction = v + abs(y0 - v), v + abs(y1 - v), v + goal, -1
            sign = -1 if y0 < 0 else 1
        actual = growth(y0, t0, y1, t1)
        asked = growth(y0, t0, goal or Fraction(1, 1000), year)
        if actual is None or not asked:
            return None
        return sign * direction * actual / abs(asked)

    def outlook(self):
        aim = None
        if (
            self.fresh
            and self.held
            and self.kind not in ("versus", "slower_growth")
            and not (self.kind == "quota" and not self.case.get("cumulative"))
        ):
            aim = next((demand for demand in (self.held, self.final) if demand[0] > self.at), None)
        recent = [(year, float(value)) for year, (value, _) in self.figures.items()][-6:]
        recent = [(year, value) for year, value in recent if year >= self.last - 10]
        if aim is None or len(recent) < 3:
            return None, (None, None, None)
        slopes = [(b[1] - a[1]) / (b[0] - a[0]) for i, a in enumerate(recent) for b in recent[i + 1 :]]
        ends = [
            self.clip(float(self.x) + quantile(slopes, p) * (aim[0] - self.last)) for p in (0.1, 0.5, 0.9)
        ]
        low, middle, high = (nine(exact(end)) for end in ends)
        good = [meets(end, aim[1], aim[2]) for end in (low, middle, high)]
        if good[0] and good[2]:
            name = "will_meet"
        elif good[1]:
            name = "likely"
        elif good[0] or good[2] or (aim[1] == "~=" and low < aim[2] < high):
            name = "hard"
        else:
            name = "will_miss"
        return name, tuple(ends)

    def clip(self, value):
        low, high = self.case.get("limits", (None, None))
        low = 0 if self.kind == "gap" else low
        value = value if high is None else min(value, high)
        return value if low is None else max(value, low)

    def chance(self):
        counts = self.case.get("counts", {}).get(self.last)
        if not self.case.get("random") or not counts or not self.fresh or self.kind in ("every_area", "gap"):
            return None, None, False
        events, size = counts
        scale = self.case["multiplier"]
        if events >= size or (scale == 100 and events == 0):
            return None, None, False
        z = NormalDist().inv_cdf(0.975)
        low, high = wilson(events, size, z) if scale == 100 else [end / size for end in poisson(events, z)]
        low, high = low * scale, high * scale
        return low, high, bool(self.held) and low < self.held[2] < high

    def word(self, attainment, due, outlook, pace, ratio):
        plain = {"nearly_met": "基本达标", "no_data": "无数据", "not_applicable": "不适用", "awaiting": "待评定",
                 "monitored": "仅监测"}  # fmt: skip
        if attainment == "met":
            return "达标" if due or self.case.get("hold") or self.kind == "hold" else "提前达标"
        if attainment in plain:
            return plain[attainment]
        if due:
            return "未达标"
        if outlook:
            return "预期可达标" if outlook in ("will_meet", "likely") else "达标困难"
        if ratio is not None:
            return "预期可达标" if nine(exact(ratio)) >= Fraction("0.95") else "达标困难"
        return "达标困难" if pace in ("slipped", "behind", "moving_away") else "数据不足"

    def alert(self, attainment, due, pace, word):
        if attainment in ("no_data", "not_applicable", "awaiting", "monitored"):
            return "grey"
        if pace == "too_few_points" or word == "数据不足":
            return "grey"
        if (attainment == "not_met" and due) or pace in ("slipped", "moving_away"):
            return "red"
        if pace == "behind" or word == "达标困难":
            return "orange"
        values = [value for value, _ in self.figures.values()]
        breaks = (
            attainment == "met"
            and self.held
            and len(values) > 1
            and not meets(2 * values[-1] - values[-2], self.held[1], self.held[2])
        )
        if pace in ("slow", "met_worsening") or attainment == "nearly_met" or breaks:
            return "yellow"
        return "green"


def near_limit(y0, limit):
    if not limit or y0 < 0:
        return 1
    if y0 <= limit:
        return 1 - (y0 / limit) ** 4.44
    return 1 - ((2 * limit - y0) / limit) ** 4.44 if y0 < 2 * limit else 1


def wilson(n, d, z):
    share = n / d
    middle, width = 2 * n + z * z, z * math.sqrt(z * z + 4 * n * (1 - share))
    return (middle - width) / (2 * (d + z * z)), (middle + width) / (2 * (d + z * z))


def poisson(n, z):
    if n >= 10:
        return (
            n * (1 - 1 / (9 * n) - z / (3 * math.sqrt(n))) ** 3,
            (n + 1) * (1 - 1 / (9 * (n + 1)) + z / (3 * math.sqrt(n + 1))) ** 3,
        )

    def at_most(k, mean):
        return sum(math.exp(-mean) * mean**i / math.factorial(i) for i in range(k + 1))

    def find(good):
        low, high = 0.0, 60.0
        for _ in range(100):
            middle = (low + high) / 2
            low, high = (middle, high) if good(middle) else (low, middle)
        return low

    low = 0.0 if n == 0 else find(lambda mean: 1 - at_most(n - 1, mean) < 0.025)
    return low, find(lambda mean: at_most(n, mean) > 0.025)
