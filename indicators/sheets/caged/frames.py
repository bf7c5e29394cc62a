"""Rows as frames: marshal knows numbers and texts; dates travel as tagged tuples."""

import datetime as dt

PIECE_CELLS = 40_000
SAFE = {str, float, int, bool, type(None)}


def encode(value):  # noqa: ANN001, ANN201
    """A date, time or duration as a tuple that starts with its tag; anything else as it is."""
    kind = type(value)
    if kind in SAFE:
        return value
    if kind is dt.datetime:
        return (2, *value.timetuple()[:6], value.microsecond)
    if kind is dt.date:
        return (1, value.year, value.month, value.day)
    if kind is dt.time:
        return (3, value.hour, value.minute, value.second, value.microsecond)
    if kind is dt.timedelta:
        return (4, value.days, value.seconds, value.microseconds)
    return str(value)


def send_rows(rows, width, send) -> None:  # noqa: ANN001
    """Send the rows (lists of `width` values) in frames ("rows", rows, columns with tagged values)."""
    size = max(1, PIECE_CELLS // max(1, width))
    piece: list = []
    for row in rows:
        piece.append(row)
        if len(piece) >= size:
            _send_piece(piece, send)
            piece = []
    if piece:
        _send_piece(piece, send)


def _send_piece(piece, send) -> None:  # noqa: ANN001
    try:
        send(("rows", piece, ()))
        return
    except ValueError:  # marshal meets a date
        pass
    odd = [c for c, column in enumerate(zip(*piece, strict=True)) if not SAFE.issuperset(map(type, column))]
    for row in piece:
        for c in odd:
            row[c] = encode(row[c])
    send(("rows", piece, odd))
