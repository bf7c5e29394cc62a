"""The office's year: who owes which figures, who has reported, what nobody can supply."""

from indicators.office.owed import home_of, owed
from indicators.office.register import read_units
from indicators.office.seats import Seat, is_within, own_plan, seat, seat_called, seat_of, seats, sets_above
from indicators.office.status import figure_status, latest_year, reminder, unit_status, without_data

__all__ = [
    "Seat",
    "figure_status",
    "home_of",
    "is_within",
    "latest_year",
    "owed",
    "own_plan",
    "read_units",
    "reminder",
    "seat",
    "seat_called",
    "seat_of",
    "seats",
    "sets_above",
    "unit_status",
    "without_data",
]
