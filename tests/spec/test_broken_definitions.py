"""One small broken file per possible mistake: what is said of it, and where.

Each case changes a sound file in one way; the finding must name the file, the key, what is wrong
and what is allowed.
"""

import pytest

from indicators.catalog import Catalog, check_definitions, load_definitions

SOUND = """\
plans = ["women"]
domain = "健康"
chapter = 1

[[indicator]]
code = "W0001"
name = "甲病筛查率"
aliases = ["甲病检查率"]
unit = "%"
direction = "higher"
numerator = "实查人数"
denominator = "应查人数"
multiplier = 100
lower = 0
upper = 100
decimals = 1

[[indicator.targets]]
phrase = "达到70%以上"
scope = "国家"
period = [2021, 2030]
source = "某文件"
grade = "A"

[[indicator]]
code = "W0002"
name = "乙事件数"
unit = "件"
direction = "none"
"""

# what is replaced, by what, code of the finding, key, words that must stand in message or hint
CASES = [
    ('plans = ["women"]', 'plans = ["men"]', "definition_not_allowed", "plans", "women"),
    ('plans = ["women"]\n', "", "definition_missing_key", "plans", "必须有"),
    ('domain = "健康"\n', "", "definition_missing_key", "domain", "必须有"),
    ("chapter = 1", "chapter = 0", "definition_not_allowed", "chapter", "1 到 99"),
    ("chapter = 1", 'chapter = 1\nauthor = "甲"', "definition_unknown_key", "author", "domain"),
    ('code = "W0002"\n', "", "definition_missing_key", "indicator[2].code", "必须有"),
    ('code = "W0002"', 'code = "乙 2"', "definition_code_form", "乙 2.code", "字母"),
    ('code = "W0002"', 'code = "W0001"', "definition_code_twice", "W0001.code", "甲病筛查率"),
    ('name = "乙事件数"\n', "", "definition_missing_key", "W0002.name", "必须有"),
    ('name = "乙事件数"', "name = 7", "definition_wrong_type", "W0002.name", "文字"),
    ('name = "乙事件数"', 'name = "甲病 检查率"', "definition_label_twice", "W0002.aliases", "W0001"),
    ('unit = "件"\n', "", "definition_missing_key", "W0002.unit", "必须有"),
    ('direction = "none"', 'direction = "up"', "definition_not_allowed", "W0002.direction", "higher、lower"),
    ('direction = "none"\n', "", "definition_missing_key", "W0002.direction", "必须有"),
    ('direction = "none"', 'direction = "none"\nfrequency = "yearly"', "definition_not_allowed",
     "W0002.frequency", "annual、term"),
    ('direction = "none"', 'direction = "none"\ncolour = "red"', "definition_unknown_key",
     "W0002.colour", "direction"),
    ('direction = "none"', 'direction = "none"\nsensitive = "是"', "definition_wrong_type",
     "W0002.sensitive", "true"),
    ('direction = "none"', 'direction = "none"\ndomains = { children = "健康" }', "definition_not_allowed",
     "W0002.domains", "women"),
    ('direction = "none"', 'direction = "none"\ndomains = { men = "健康" }', "definition_not_allowed",
     "W0002.domains", "grassroots"),
    ('direction = "none"', 'direction = "none"\nold_codes = ["W0001"]', "definition_old_code_taken",
     "W0002.old_codes", "甲病筛查率"),
    ('direction = "none"', 'direction = "none"\nparts = [{ label = "城市乙事件数" }]',
     "definition_missing_key", "W0002.parts[1].breakdown", "必须有"),
    ('aliases = ["甲病检查率"]', 'aliases = "甲病检查率"', "definition_wrong_type", "W0001.aliases", "列表"),
    ("multiplier = 100", "multiplier = 1000", "definition_multiplier", "W0001.multiplier", "100"),
    ("multiplier = 100", "multiplier = -1", "definition_multiplier", "W0001.multiplier", "100"),
    ('denominator = "应查人数"\n', "", "definition_half_ratio", "W0001.denominator", "都"),
    ("multiplier = 100\n", "", "definition_half_ratio", "W0001.multiplier", "都"),
    ("upper = 100", "upper = -5", "definition_limits_reversed", "W0001.lower", "填反"),
    ("lower = 0", 'lower = "零"', "definition_wrong_type", "W0001.lower", "数"),
    ("lower = 0", "lower = true", "definition_wrong_type", "W0001.lower", "数"),
    ("decimals = 1", "decimals = 9", "definition_not_allowed", "W0001.decimals", "0 到 6"),
    ("decimals = 1", "decimals = 1.5", "definition_wrong_type", "W0001.decimals", "整数"),
    ('phrase = "达到70%以上"\n', "", "definition_missing_key", "W0001.targets[1].phrase", "必须有"),
    ('phrase = "达到70%以上"', 'phrase = "达到70名以上"', "definition_phrase_unreadable",
     "W0001.targets[1].phrase", "规划原文"),
    ('phrase = "达到70%以上"', 'phrase = "见C0304"', "definition_phrase_unreadable",
     "W0001.targets[1].phrase", "见C0304"),
    ('scope = "国家"\n', "", "definition_missing_key", "W0001.targets[1].scope", "必须有"),
    ('source = "某文件"\n', "", "definition_missing_key", "W0001.targets[1].source", "必须有"),
    ("period = [2021, 2030]\n", "", "definition_missing_key", "W0001.targets[1].period", "必须有"),
    ("period = [2021, 2030]", "period = [2030, 2021]", "definition_period_reversed",
     "W0001.targets[1].period", "2021"),
    ("period = [2021, 2030]", 'period = "2021-2030"', "definition_wrong_type",
     "W0001.targets[1].period", "起始年"),
    ('grade = "A"', 'grade = "甲"', "definition_not_allowed", "W0001.targets[1].grade", "A、B"),
    ("[[indicator.targets]]", "[indicator.targets]", "definition_wrong_type", "W0001.targets", "[["),
]  # fmt: skip


def load(folder, text: str | bytes, name: str = "women-1.toml"):
    data = text.encode() if isinstance(text, str) else text
    (folder / name).write_bytes(data)
    return load_definitions(folder)


def test_the_sound_file_loads(tmp_path):
    found = load(tmp_path, SOUND)
    assert isinstance(found, Catalog)
    assert [item.code for item in found.indicators] == ["W0001", "W0002"]


@pytest.mark.parametrize(("old", "new", "code", "key", "words"), CASES)
def test_one_mistake_one_finding(tmp_path, old, new, code, key, words):
    broken = SOUND.replace(old, new, 1)
    assert broken != SOUND
    found = load(tmp_path, broken)
    assert [(item.code, item.file, item.cell) for item in found] == [(code, "women-1.toml", key)]
    assert words in found[0].message + found[0].hint
    assert key in found[0].message


def test_all_findings_come_at_once(tmp_path):
    broken = SOUND.replace('unit = "件"\n', "").replace("decimals = 1", 'decimals = "一"')
    broken = broken.replace('grade = "A"', 'grade = "Z"')
    found = load(tmp_path, broken)
    assert sorted(item.code for item in found) == [
        "definition_missing_key", "definition_not_allowed", "definition_wrong_type",
    ]  # fmt: skip


def test_a_warning_does_not_keep_the_catalogue_from_loading(tmp_path):
    doubtful = SOUND.replace("达到70%以上", "控制在70%以下")
    assert isinstance(load(tmp_path, doubtful), Catalog)
    found = check_definitions(tmp_path)
    assert [(item.code, item.severity, item.cell) for item in found] == [
        ("definition_phrase_unreadable", "warning", "W0001.targets[1].phrase")
    ]


def test_mistakes_in_several_files_come_together(tmp_path):
    (tmp_path / "children-1.toml").write_text(SOUND.replace('"women"', '"children"'), "utf-8")
    found = load(tmp_path, SOUND)
    assert {item.code for item in found} == {"definition_code_twice"}
    assert {item.file for item in found} <= {"women-1.toml", "children-1.toml"}


def test_not_toml(tmp_path):
    found = load(tmp_path, SOUND.replace('unit = "%"', "unit = %"))
    assert [item.code for item in found] == ["definition_not_toml"]
    assert "line 9" in found[0].message


def test_not_utf8(tmp_path):
    found = load(tmp_path, SOUND.encode("gb18030"))
    assert [item.code for item in found] == ["definition_not_utf8"]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    assert isinstance(load(tmp_path, b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode()), Catalog)


def test_no_files(tmp_path):
    assert [item.code for item in load_definitions(tmp_path)] == ["definitions_absent"]
    assert [item.code for item in load_definitions(tmp_path / "nowhere")] == ["definitions_absent"]
