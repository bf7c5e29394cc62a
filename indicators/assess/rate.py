"""The attainment rate (methods page, section 7): never a share without its two numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from indicators.assess.settings import Settings
from indicators.model import Assessment


@dataclass(frozen=True, slots=True)
class AttainmentRate:
    """`met` of `judged`, as the settings count them; `tally` has every attainment's number."""

    met: int
    judged: int
    tally: tuple[tuple[str, int], ...]
    no_data_in_denominator: bool
    nearly_counts: bool

    @property
    def share(self) -> float | None:
        """The rate in percent; None when nothing was judged."""
        return 100 * self.met / self.judged if self.judged else None

    @property
    def text(self) -> str:
        """44/54=81.5%, the way reports print it."""
        share = self.share
        return f"{self.met}/{self.judged}" + ("" if share is None else f"={share:.1f}%")

    @property
    def meaning(self) -> str:
        """What was counted, in words."""
        above = "达标和基本达标" if self.nearly_counts else "达标"
        below = "有目标的指标（含无数据）" if self.no_data_in_denominator else "有目标且有数据的指标"
        return f"{above}的指标数 ÷ {below}数"


def attainment_rate(items: Iterable[Assessment], settings: Settings | None = None) -> AttainmentRate:
    """How many indicators are met of those judged.

    Judged are met, nearly met and not met, with `no_data_in_denominator` also those without data;
    never those awaiting, not applicable or only monitored.
    """
    return rate_of((item.attainment for item in items), settings)


def rate_of(attainments: Iterable[str], settings: Settings | None = None) -> AttainmentRate:
    """The same of the attainments alone."""
    settings = settings or Settings()
    tally = Counter(attainments)
    met = tally["met"] + (tally["nearly_met"] if settings.nearly_counts else 0)
    judged = tally["met"] + tally["nearly_met"] + tally["not_met"]
    judged += tally["no_data"] if settings.no_data_in_denominator else 0
    return AttainmentRate(
        met, judged, tuple(sorted(tally.items())), settings.no_data_in_denominator, settings.nearly_counts
    )
