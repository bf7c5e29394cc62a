"""The district's areas by the ways files name them."""

import pytest

from indicators.checks.names import Places
from indicators.model import Area, AreaLevel

PATHS = ("示例县", "示例县/青石镇", "示例县/桃林镇", "示例县/青石镇/东庄村", "示例县/桃林镇/东庄村")
LEVELS = (AreaLevel.COUNTY, AreaLevel.TOWN, AreaLevel.VILLAGE)
PLACES = Places(
    [Area(str(at), path.rsplit("/", 1)[-1], path, LEVELS[path.count("/")]) for at, path in enumerate(PATHS)],
    "示例县",
)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("合计", "示例县"),
        ("青石镇", "示例县/青石镇"),
        ("青石镇/合计", "示例县/青石镇"),
        ("青石镇/小计", "示例县/青石镇"),
        ("小计", None),
        ("示例县合计", "示例县"),
        ("桃林镇小计", "示例县/桃林镇"),
        ("青石镇东庄村", "示例县/青石镇/东庄村"),
        ("示例县青石镇", "示例县/青石镇"),
        ("东庄村", None),
        ("白云镇", None),
    ],
)
def test_a_name_means_one_area_or_none(given, path):
    assert PLACES.find(given) == path
