"""Definitions become a typed Catalog, or all findings at once; a district's plan and areas likewise."""

from indicators.catalog.areas import read_areas
from indicators.catalog.catalogue import Catalog, applicable_targets
from indicators.catalog.definitions import builtin, check_definitions, load_definitions
from indicators.catalog.goals import PlanGoal
from indicators.catalog.handbook import export_catalog
from indicators.catalog.plans import read_plan, with_goals

__all__ = [
    "Catalog",
    "PlanGoal",
    "applicable_targets",
    "builtin",
    "check_definitions",
    "export_catalog",
    "load_definitions",
    "read_areas",
    "read_plan",
    "with_goals",
]
