"""Boundary files on their way into the store: each feature to the area it is of, by code or by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from indicators.checks.names import Places, nearest
from indicators.findings import Finding, finding
from indicators.geo import Feature, Shape, read_geojson
from indicators.model import Area, Place
from indicators.store import Store
from indicators.store.boundaries import BoundaryFile

NAMED = 12
SHORTEST_CODE = 6
LEAVE = "-"
"""The answer that leaves a feature out."""


@dataclass(frozen=True, slots=True)
class BoundaryCheck:
    """A boundary file as understood.

    `shapes`: the shape of each area (path) that a feature was matched to. `open`: features that match no area
    or several, with the paths they may be, best first. `written` is the record, None while only looked at.
    """

    shapes: dict[str, Shape]
    findings: list[Finding]
    open: list[tuple[Feature, list[str]]] = field(default_factory=list)
    written: BoundaryFile | None = None


def check_boundaries(
    store: Store, data: bytes, name: str, answers: Mapping[str, str] | None = None
) -> BoundaryCheck:
    """Read a boundary file and match it with the store's areas; nothing is stored.

    `answers`: the area (path or name) of a feature by its number in the file ("3"), or "-" to leave it out.
    Raises StoreError.
    """
    features, findings = read_geojson(data, name)
    if not features:
        return BoundaryCheck({}, findings)
    matched, unmatched, more = _matched(features, store.areas(), name, answers or {})
    findings += more
    if not matched and not unmatched:
        findings.append(finding("boundaries_nothing", Place(name)))
    shapes = {
        path: tuple(piece for one in several for piece in one.shape) for path, several in matched.items()
    }
    return BoundaryCheck(shapes, findings, unmatched)


def load_boundaries(
    store: Store, data: bytes, name: str, answers: Mapping[str, str] | None = None, *, by: str = ""
) -> BoundaryCheck:
    """Read a boundary file and keep the shapes of the areas that it was matched to.

    Features that match none or several are left out. Raises StoreError.
    """
    seen = check_boundaries(store, data, name, answers)
    if not seen.shapes:
        if not any(item.severity == "error" for item in seen.findings):
            seen.findings.append(finding("boundaries_nothing", Place(name)))
        return seen
    return replace(seen, written=store.boundaries.put(name, data, seen.shapes, by=by))


def current_shapes(store: Store) -> dict[str, Shape]:
    """The shapes of the areas there are now, through renamings, moves and mergers.

    An area that came of a merger has the pieces of all its parts, unless a file gave it a shape.
    """
    shapes = store.boundaries.shapes()
    own = set(shapes)
    for path, (kind, _, after) in store.area_changes.followed().items():
        end = after[0] if len(after) == 1 else ""
        if kind != "split" and path in own and end and end not in own:
            shapes[end] = (*shapes.get(end, ()), *shapes[path])
    now = {area.path for area in store.areas()}
    return {path: shape for path, shape in shapes.items() if path in now}


def _matched(
    features: Sequence[Feature], areas: Sequence[Area], file: str, answers: Mapping[str, str]
) -> tuple[dict[str, list[Feature]], list[tuple[Feature, list[str]]], list[Finding]]:
    finder = _Finder(areas)
    matched: dict[str, list[Feature]] = {}
    unmatched: list[tuple[Feature, list[str]]] = []
    findings: list[Finding] = []
    for feature in features:
        answer = answers.get(str(feature.number))
        if answer == LEAVE:
            continue
        found = finder.answered(answer) if answer else finder.paths(feature)
        if len(found) == 1:
            matched.setdefault(found[0], []).append(feature)
            continue
        close = found or finder.nearest(feature)
        unmatched.append((feature, close))
        code = "boundary_ambiguous" if found else "boundary_unknown"
        findings.append(
            finding(
                code, Place(file), nearest="、".join(close[:3]), number=feature.number, label=feature.label,
                count=len(found),
            )
        )  # fmt: skip
    findings += [
        finding("boundary_pieces", Place(file), area=path, count=len(several))
        for path, several in matched.items()
        if len(several) > 1
    ]
    return matched, unmatched, [*findings, *_absent(matched, areas, file)]


def _absent(matched: Mapping[str, object], areas: Sequence[Area], file: str) -> list[Finding]:
    """Areas without a shape on the levels that the file has."""
    levels = {area.level for area in areas if area.path in matched}
    gone = [area for area in areas if area.level in levels and area.path not in matched]
    if not gone:
        return []
    names = "、".join(area.name for area in gone[:NAMED]) + ("等" if len(gone) > NAMED else "")
    return [finding("boundary_absent", Place(file), count=len(gone), names=names)]


class _Finder:
    """What a feature's words may mean among the areas."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self.places = Places(areas, None)
        self.names = {area.path: area.name for area in areas}
        self.codes = {_bare(area.code): area.path for area in areas if area.code.isdigit()}

    def paths(self, feature: Feature) -> list[str]:
        """The areas that the feature may be: by a code alone, else by a name, with its town where it is told.

        A village's feature often bears its town's name and code too: the lowest of areas in one line wins.
        """
        by_code = [self.codes[_bare(word)] for word in feature.words if self._is_code(word)]
        if by_code:
            return _lowest(by_code)
        # An unknown village must not pass for the town that stands beside it.
        if feature.label and not self._is_code(feature.label) and not self._named(feature.label):
            return []
        named = [found for word in feature.words if (found := self._named(word))]
        single = _lowest([found[0] for found in named if len(found) == 1])
        for several in (found for found in named if len(found) > 1):
            inside = [path for path in several if any(path.startswith(f"{top}/") for top in single)]
            if inside:
                return inside
        if single:
            return single
        return next(iter(named), [])

    def _is_code(self, word: str) -> bool:
        return len(word) >= SHORTEST_CODE and word.isdigit() and _bare(word) in self.codes

    def _named(self, word: str) -> list[str]:
        return [] if word.isdigit() else self.places.candidates(word)

    def answered(self, answer: str) -> list[str]:
        """The area that an answer names."""
        return [answer] if answer in self.names else self.places.candidates(answer)

    def nearest(self, feature: Feature) -> list[str]:
        """The areas whose names are most like the feature's label."""
        close = nearest(feature.label, self.names.values())
        return [path for name in close for path, known in self.names.items() if known == name][:3]


def _bare(code: str) -> str:
    """A division code without the zeros that fill it up: 110101000000 -> 110101; at least six digits."""
    return code[:SHORTEST_CODE] + code[SHORTEST_CODE:].rstrip("0")


def _lowest(paths: Sequence[str]) -> list[str]:
    """Without areas that lie above another of the list; each once."""
    kept = dict.fromkeys(paths)
    return [path for path in kept if not any(other.startswith(f"{path}/") for other in kept)]
