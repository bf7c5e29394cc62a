"""Definitions become a typed Catalog, or all findings at once; a district's plan and areas likewise."""

from indicators.catalog.area_moves import Move, Step, plan_move
from indicators.catalog.areas import read_area_text, read_areas
from indicators.catalog.asking import CATALOGUES, NEW, PLANS, definition_key, question_key
from indicators.catalog.catalogue import Catalog, applicable_targets
from indicators.catalog.definitions import builtin, check_definitions, load_definitions
from indicators.catalog.goals import PlanGoal, PlanWords
from indicators.catalog.handbook import export_catalog
from indicators.catalog.plan_book import export_plan
from indicators.catalog.plan_changes import Difference, GoalChange, differences, goal_changes
from indicators.catalog.plans import PlanLine, PlanReading, read_plan, read_plan_lines, with_goals

__all__ = [
    "CATALOGUES",
    "NEW",
    "PLANS",
    "Catalog",
    "Difference",
    "GoalChange",
    "Move",
    "PlanGoal",
    "PlanLine",
    "PlanReading",
    "PlanWords",
    "Step",
    "applicable_targets",
    "builtin",
    "check_definitions",
    "definition_key",
    "differences",
    "export_catalog",
    "export_plan",
    "goal_changes",
    "load_definitions",
    "plan_move",
    "question_key",  # answers about a plan
    "read_area_text",
    "read_areas",
    "read_plan",
    "read_plan_lines",
    "with_goals",
]
