"""A published plan's text becomes a draft list of goals for a person to complete."""

from indicators.plan_draft.drafting import DraftRow, draft_plan
from indicators.plan_draft.workbook import draft_workbook

__all__ = ["DraftRow", "draft_plan", "draft_workbook"]
