"""The roll-up as anybody would do it by hand: one area, one indicator and one year at a time, by recursion.

A tree is {path: level}, figures are {path: figure} with figure = None (nothing said), "na" (does not
apply) or (value, numerator, denominator). The answer for an area is what its parts
add up to, whatever it says itself.
"""

from dataclasses import dataclass, field
from fractions import Fraction

SEATS = ("province", "city", "county")


@dataclass
class Sum:
    total: Fraction = Fraction(0)
    numerator: Fraction = Fraction(0)
    denominator: Fraction = Fraction(0)
    figures: int = 0
    asked: int = 0
    reported: int = 0
    partly: int = 0
    uncounted: int = 0
    covered: Fraction = field(default_factory=Fraction)


def children(tree, path):
    return [one for one in tree if one.rpartition("/")[0] == path]


def above_others(tree, path):
    """Whether a seat lies below."""
    return any(one.startswith(f"{path}/") and tree[one] in SEATS for one in tree)


def parts(tree, path):
    """How many parts are asked of an area."""
    if not above_others(tree, path):
        return len(children(tree, path))
    return sum(parts(tree, one) if above_others(tree, one) else 1 for one in children(tree, path))


def usable(figure, way):
    if not isinstance(figure, tuple):
        return False
    _, numerator, denominator = figure
    return way == "sum" or (numerator is not None and denominator is not None and denominator > 0)


def heard(tree, figures, path):
    """Whether anything at all was said below."""
    return any(one.startswith(f"{path}/") and figures.get(one) is not None for one in tree)


def roll(tree, figures, way, path):
    out = Sum()
    for one in children(tree, path):
        part(out, tree, figures, way, one)
    return out


def part(out, tree, figures, way, path):
    """What one area below gives."""
    own, wide = figures.get(path), above_others(tree, path)
    weight = parts(tree, path) if wide else 1
    if usable(own, way):
        value, numerator, denominator = own
        out.total += Fraction(value)
        out.numerator += Fraction(numerator or 0)
        out.denominator += Fraction(denominator or 0)
        out.figures, out.asked = out.figures + 1, out.asked + weight
        out.reported, out.covered = out.reported + weight, out.covered + weight
        return
    if own == "na":
        return
    below = roll(tree, figures, way, path) if heard(tree, figures, path) else None
    if below is None or (isinstance(own, tuple) and not below.figures):
        out.asked += weight
        out.uncounted += weight if isinstance(own, tuple) else 0
        return
    for name in ("total", "numerator", "denominator", "figures"):
        setattr(out, name, getattr(out, name) + getattr(below, name))
    if wide:
        for name in ("asked", "reported", "partly", "uncounted", "covered"):
            setattr(out, name, getattr(out, name) + getattr(below, name))
        return
    if not below.asked:
        return
    out.asked += 1
    out.reported += below.reported == below.asked
    out.partly += below.figures > 0 and below.reported < below.asked
    out.uncounted += not below.figures and below.uncounted > 0
    out.covered += below.covered / below.asked
