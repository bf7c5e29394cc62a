"""Small XML parts as a flat run of start tags: no tree, no DTD, no entities, bounded depth."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from indicators.sheets.faults import Refused


def start_tags(data: bytes, *, depth: int) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(parent, name, attributes) of every element in order; names and attributes without prefixes.

    Raises Refused on a DTD, on nesting deeper than `depth` and on markup that is not well formed.
    """
    found: list[tuple[str, str, dict[str, str]]] = []
    path: list[str] = [""]

    def opened(name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        found.append((path[-1], name, {_local(key): value for key, value in attributes.items()}))
        path.append(name)
        if len(path) > depth:
            raise Refused("unsafe_markup")

    def closed(_: str) -> None:
        path.pop()

    def doctype(*_: object) -> None:
        raise Refused("unsafe_markup")

    parser = expat.ParserCreate()
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refused("file_damaged") from error
    yield from found


def _local(name: str) -> str:
    return name.rpartition(":")[2]
