"""Bytes -> cells -> tables -> raw records, every record with its cell."""

from indicators.sheets.reading import Reading, read_file, read_workbooks
from indicators.sheets.records import Records

__all__ = ["Reading", "Records", "read_file", "read_workbooks"]
