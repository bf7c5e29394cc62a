"""The layout of official documents (GB/T 9704—2012) and its few settings."""

from __future__ import annotations

from dataclasses import dataclass

from docx.shared import Mm

A4 = (Mm(210), Mm(297))
TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
FOOTER = Mm(23)
"""The page number stands 7 mm under the text: 35 - 7 - its own height."""
TEXT_WIDTH = 156.0
"""The width of the text in mm: 28 characters of size 3."""
TEXT_HEIGHT = 225.0
SIZE_2, SIZE_3, SIZE_4, SIZE_5 = 22.0, 16.0, 14.0, 10.5
"""Points of 二号, 三号, 四号, 五号."""
MARK = "yellow"
"""The highlight of places where a person's words are wanted."""

FONTS: dict[str, tuple[str, str, str]] = {
    "仿宋_GB2312": ("仿宋,FangSong,FangSong_GB2312", "modern", "02010609060101010101"),
    "方正小标宋简体": ("小标宋,方正小标宋_GBK,华文中宋,宋体", "roman", "02010601030101010101"),
    "黑体": ("SimHei", "modern", "02010609060101010101"),
    "楷体_GB2312": ("楷体,KaiTi,KaiTi_GB2312", "modern", "02010609060101010101"),
    "宋体": ("SimSun,NSimSun", "auto", "02010600030101010101"),
}  # fmt: skip
"""Fonts as Windows and WPS name them, with what stands in where one is absent (alternate names), the font
family and its PANOSE numbers, by which Word finds the nearest."""

BODY, TITLE, HEI, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Look:
    """What an office may set: the line pitch in points (28 to 30; 28.95 puts 22 lines on a page)."""

    pitch: float = 28.95

    def checked(self) -> Look:
        """These settings, where the pitch lies within its limits. Raises ValueError."""
        if not 28 <= self.pitch <= 30:
            raise ValueError(f"the line pitch must lie between 28 and 30 points, not {self.pitch}")
        return self
