"""The nouns of the product, frozen and typed; nothing here reads, computes or stores."""

from indicators.model.areas import Area, AreaEvent
from indicators.model.assessment import Assessment, Basis, Part
from indicators.model.office import ReportingUnit, ReportingYear, Submission
from indicators.model.people import LOCAL, Person, Role
from indicators.model.plans import Change, Indicator, Milestone, PartLabel, Target, TargetText
from indicators.model.reading import NameEntry, Observation, Place, Question, Record, Vocabulary
from indicators.model.words import (
    AreaLevel,
    Direction,
    Frequency,
    Missing,
    PlanKind,
    Qualifier,
    Severity,
    TargetKind,
)

__all__ = [
    "LOCAL",
    "Area",
    "AreaEvent",
    "AreaLevel",
    "Assessment",
    "Basis",
    "Change",
    "Direction",
    "Frequency",
    "Indicator",
    "Milestone",
    "Missing",
    "NameEntry",
    "Observation",
    "Part",
    "PartLabel",
    "Person",
    "Place",
    "PlanKind",
    "Qualifier",
    "Question",
    "Record",
    "ReportingUnit",
    "ReportingYear",
    "Role",
    "Severity",
    "Submission",
    "Target",
    "TargetKind",
    "TargetText",
    "Vocabulary",
]
