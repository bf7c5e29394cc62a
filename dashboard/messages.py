"""A sentence for the user in place of a traceback."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can mend: `str(error)` is the Chinese sentence, `exit` the exit code."""

    def __init__(self, sentence: str, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.exit = exit_code
