"""A sentence for the user in place of a traceback."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicators.store import StoreError


_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "正被另一个程序占用",
}


OK, ERRORS, UNREADABLE, USAGE, INTERRUPTED = 0, 1, 2, 64, 130
"""Exit codes of the command line (the contract's, and an interrupted run's)."""


class UserError(Exception):
    """Something the user can mend: `str(error)` is the Chinese sentence, `exit` the exit code."""

    def __init__(self, sentence: str, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.exit = exit_code


def store_sentence(error: StoreError) -> str:
    """What is the matter with the store, and what to do."""
    return error.finding.message + error.finding.hint


@contextmanager
def plainly(exit_code: int = ERRORS) -> Iterator[None]:
    """Trouble with a store becomes the one sentence of a UserError."""
    from indicators.store import StoreError

    try:
        yield
    except StoreError as error:
        raise UserError(store_sentence(error), exit_code) from error


def os_reason(error: OSError) -> str:
    """Why the operating system refused, in Chinese where it is one of the common reasons."""
    return _REASONS.get(error.errno or 0) or str(error.strerror or error)


def usage_sentence(error: Exception) -> str:
    """The command line's own English error as a Chinese sentence with the place to look."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "twoplans"
    return f"命令写法不对：{_what(error)}。写法说明：{command} --help"


def _what(error: Exception) -> str:
    param = getattr(error, "param", None)
    shown = _param_name(param) if param is not None else ""
    match type(error).__name__:
        case "NoSuchOption":
            return f"没有选项“{getattr(error, 'option_name', '')}”"
        case "MissingParameter":
            return f"缺少{shown or '参数'}"
        case "BadParameter":
            return f"{shown or '参数'}的值不对"
        case "BadOptionUsage":
            return f"选项“{getattr(error, 'option_name', '')}”后面要有值"
        case _:
            text = str(getattr(error, "message", error))
            return (
                f"没有这个命令（{text.partition(chr(39))[2].rstrip(chr(39) + '.')}）"
                if "command" in text
                else text
            )


def _param_name(param: object) -> str:
    if getattr(param, "param_type_name", "") == "option":
        return f"选项 {'/'.join(getattr(param, 'opts', []))}"
    return f"参数“{getattr(param, 'metavar', None) or getattr(param, 'name', '')}”"
