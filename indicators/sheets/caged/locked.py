"""Open files under the password that Excel itself uses when none was given (VelvetSweatshop)."""

import io
from typing import Any

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105 - Excel's published default, no secret


class LockedError(Exception):
    """The workbook has a password of its own."""

    reason = "password"


def unlock(data: bytes) -> bytes:
    """The decrypted file. Raises LockedError where the default password does not open it."""
    opened = io.BytesIO()
    office = msoffcrypto.OfficeFile(io.BytesIO(data))
    try:
        office.load_key(password=DEFAULT_PASSWORD, **_checked(office))
        office.decrypt(opened)
    except (InvalidKeyError, DecryptionError) as error:
        raise LockedError(str(error)) from error
    return opened.getvalue()


def _checked(office: Any) -> dict[str, bool]:
    """Have the key tested at once where the format allows it; a wrong key would give noise."""
    return {"verify_password": True} if office.format == "ooxml" else {}


def read(data, options, send) -> None:  # noqa: ANN001 - child side, see main.py
    """Send ("data", decrypted bytes)."""
    del options
    send(("data", unlock(data)))
