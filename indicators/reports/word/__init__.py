"""Papers -> docx files, laid out by GB/T 9704."""

from indicators.reports.word.document import docx_bytes
from indicators.reports.word.look import Look

__all__ = ["Look", "docx_bytes"]
