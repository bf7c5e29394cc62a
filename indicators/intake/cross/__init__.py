"""Checks across rows, years, areas and departments: incoming figures beside all that is accepted."""

from indicators.intake.cross.check import Figures, cross_check, cross_rows, neighbours

__all__ = ["Figures", "cross_check", "cross_rows", "neighbours"]
