"""The plan's own words -> Target, and back.

What the parts of a Target mean (they all travel in `indicators.model.Target`):

- Levels (at_least, at_most, hold, around, full, at_least_one, every_area, quota): `milestones`, one a
  year; year None is the plan's last year. `hold` says that the level must be kept once reached.
- Changes (relative, yearly_step): `change`, `base_year`; the milestones of a relative target carry the
  change demanded (unit "percent" or "point") until `resolve` turns them into levels.
- versus: the milestone's value is the difference demanded from `comparator` (0: none).
- split: `parts`, one for each `breakdown`. conditional: `parts[0]` where `condition` applies.
- Any other target with `parts`: further conditions that must hold too (各有1名以上并逐步增加); a part's
  `breakdown` names what it is said of, when the phrase does.
- gap: `breakdown` names what it lies between (城乡); without milestones it has to shrink.

Decisions where the plans leave a case open:

- A number without 以上 or 以下 takes the indicator's direction; without one it is read as 以上 and a
  warning says so.
- 控制在v左右 has only the upper edge, 提高到v左右 only the lower, 保持在v左右 both; 达到v左右 follows the
  indicator's direction and has both edges where that is unknown.
- 100% (without 以上) is full coverage; 基本…全覆盖 is judged as 100 %, and a note says so.
- 提高20% is a change in per cent of the base; 提高5个百分点 one in points. Yearly percentages compound.
- 每年 with a rate (每年达到90%以上) is a level to hold; with a count made (每年新建20个) a quota.
- 每县至少有1所…机构 is a yes/no demand unless the indicator itself counts such places.
- 逐年提高 without a number is judged as a rise over the base.
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
