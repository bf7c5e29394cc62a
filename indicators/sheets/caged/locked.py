"""Open files under the password that Excel itself uses when none was given (VelvetSweatshop)."""

import io

import msoffcrypto

DEFAULT_PASSWORD = "VelvetSweatshop"


class LockedError(Exception):
    """The workbook has a password of its own."""

    reason = "password"


def unlock(data: bytes) -> bytes:
    """The decrypted file. Raises LockedError where the default password does not open it."""
    opened = io.BytesIO()
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        office.load_key(password=DEFAULT_PASSWORD)
        office.decrypt(opened)
    except MemoryError:
        raise
    except Exception as error:
        raise LockedError(str(error)) from error
    return opened.getvalue()


def read(data, options, send) -> None:  # noqa: ANN001 - child side, see main.py
    """Send ("data", decrypted bytes)."""
    del options
    send(("data", unlock(data)))
