"""The office's year: who owes which figures, who has reported, what nobody can supply."""

from indicators.office.owed import owed
from indicators.office.status import reminder, unit_status, without_data

__all__ = ["owed", "reminder", "unit_status", "without_data"]
