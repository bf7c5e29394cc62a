"""Definitions become a typed Catalog, or all findings at once; a district's plan and areas likewise."""

from indicators.catalog.catalogue import Catalog, applicable_targets
from indicators.catalog.definitions import builtin, check_definitions, load_definitions
from indicators.catalog.goals import PlanGoal

__all__ = ["Catalog", "PlanGoal", "applicable_targets", "builtin", "check_definitions", "load_definitions"]
