"""Labels compared as a person would: width, spaces, brackets and dashes make no difference."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DASHES = re.compile(r"[‐‑‒–—―−~～]")
_DROPPED = re.compile(r"[\s\u3000《》“”\"'‘’〈〉「」]")


@lru_cache(maxsize=8192)
def label_key(label: str) -> str:
    """The form in which two labels are compared: NFKC, no spaces or quotation marks, one dash."""
    return _DROPPED.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", label))).casefold()
