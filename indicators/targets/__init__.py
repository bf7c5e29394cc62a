"""The plan's own words -> Target, and back.

What the parts of a Target mean (they all travel in `indicators.model.Target`):

- Levels (at_least, at_most, hold, around, full, at_least_one, every_area, quota): `milestones`, one a
  year; year None is the plan's last year. `hold` says that the level must be kept once reached.
- Changes (relative, yearly_step): `change`, `base_year`; the milestones of a relative target carry the
  change demanded (unit "percent" or "point") until `resolve` turns them into levels.
- versus: the milestone's value is the difference demanded from `comparator` (0: none).
- split: `parts`, one for each `breakdown`. conditional: `parts[0]` where `condition` applies.
- A band (控制在103-107之间): a floor of direction around, whose first part is the ceiling.
- Any other target with `parts`: further conditions that must hold too (各有1名以上并逐步增加); a part's
  `breakdown` names what it is said of, when the phrase does.
- gap: `breakdown` names what it lies between (城乡); without milestones it has to shrink.
- slower_growth with a `change` (增幅较2019年下降70%): by how much the growth is to fall.

Decisions where the plans leave a case open:

- A number without 以上 or 以下 takes the indicator's direction; without one it is read as 以上 and a
  warning says so.
- 控制在v左右 has only the upper edge, 提高到v左右 only the lower, 保持在v左右 both; 达到v左右 follows the
  indicator's direction and has both edges where that is unknown. 接近v and 约v are v左右.
- 100% (without 以上) is full coverage; 基本…全覆盖 is judged as 100 %, and a note says so. 每村1名 of an
  indicator in per cent means 100 % of the villages.
- 提高20% is a change in per cent of the base; 提高5个百分点 one in points. 1/6, 一半 and 翻一番 are per cent
  of the base. Yearly percentages compound. A range of changes (0.5到1个百分点) counts from its smaller end.
- A range of levels asks for both ends after 控制在, 保持在 or with 之间; else for its easier end, with a
  note.
- 每年 with a rate (每年达到90%以上) is a level to hold; with a count (每年新建20个, 每年不少于4次) a quota;
  每学期 and the like belong to the unit.
- 每县至少有1所…机构 is a yes/no demand unless the indicator itself counts such places.
- 逐年提高 and 年均提高 without a number are judged as a rise over the base. 逐步提高,达到70%以上 is the 70 %.
- 提高…率 moves a figure; 提高…能力, 意识, 质量 does not and is qualitative.
- A year before a name holds for all that follows (到2030年,A达到…,B达到…), a year behind a name for that
  one only; a year in brackets for the number before it. 十四五 means 2025, 十五五 2030, 期末 the plan's last
  year.
- 上年, 现有, 基期 as a base mean the year before the plan. 从62%提高到70% gives the base value itself.
- A ratio a:b is judged as a divided by b, with a note. %, ‰, /万 and /10万 are converted to the indicator's
  unit with a warning; units that cannot be converted are an error.
- Two numbers for the same year, or 不低于…以下, are an error: nothing of such a phrase is judged.
- Prose beside a number is left out with a note; a number that no demand took is pointed at.
- A phrase that cannot be read is `qualitative` with an error finding: a person must look, and it never
  passes for an indicator without a target.
"""

from indicators.targets.goals import Goal, read_goals
from indicators.targets.parser import Parsed, parse_target
from indicators.targets.path import AROUND_TOLERANCE, required_value, resolve
from indicators.targets.reading import reading_en, reading_zh
from indicators.targets.record import target_record
from indicators.targets.write import write_target

__all__ = [
    "AROUND_TOLERANCE",
    "Goal",
    "Parsed",
    "parse_target",
    "read_goals",
    "reading_en",
    "reading_zh",
    "required_value",
    "resolve",
    "target_record",
    "write_target",
]
