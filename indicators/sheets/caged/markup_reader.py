"""Expat with the doors shut: no DTD, no entities of its own, bounded depth."""

from xml.parsers import expat

from collect import local


class UnsafeMarkupError(Exception):
    """Markup that no honest table holds."""

    reason = "unsafe"


def parse(data, opened, closed, text, depth) -> None:  # noqa: ANN001
    """Call opened(name, attributes), closed(name), text(str), names without prefixes."""
    level = [0]

    def start(name, attributes) -> None:  # noqa: ANN001
        level[0] += 1
        if level[0] > depth:
            raise UnsafeMarkupError
        opened(local(name), {local(key): value for key, value in attributes.items()})

    def end(name) -> None:  # noqa: ANN001
        level[0] -= 1
        closed(local(name))

    def doctype(*_) -> None:  # noqa: ANN002
        raise UnsafeMarkupError

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    parser.Parse(data, True)
