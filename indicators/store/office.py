"""The part of the store in which the office speaks: judgements, constants, published results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from indicators.model import Assessment
from indicators.store import judgements, published
from indicators.store.database import Database
from indicators.store.judgements import Applicability, Judgement, Spoken
from indicators.store.keys import area_key
from indicators.store.published import MethodSetting, Published, Value
from indicators.store.statements import statements


class Office:
    """Methods of the Store; see there."""

    _database: Database

    def put_judgement(
        self,
        code: str,
        area: str,
        year: int,
        verdict: str,
        evidence: str,
        *,
        by: str,
        file: tuple[str, bytes] | None = None,
        plan: str | None = None,
        target_set: str | None = None,
    ) -> Judgement:
        """Record what people say of a yes/no or qualitative target: yes, partly or no, from `year` on.

        `evidence` says by what it was judged; `file` is (name, bytes) of a document. `plan` and
        `target_set` narrow it to one of the indicator's targets. Raises OfficeRefused without
        evidence, UnknownName, ValueError for another verdict.
        """
        of = Spoken(code, area, year, by, plan, target_set)
        return judgements.put(self._database, of, verdict, evidence, file)

    def put_applicability(
        self,
        code: str,
        area: str,
        year: int,
        applies: bool,
        reason: str,
        *,
        by: str,
        plan: str | None = None,
        target_set: str | None = None,
    ) -> Applicability:
        """Record whether a conditional target (人口20万以上的县…) holds an area, from `year` on.

        Raises OfficeRefused without a reason, UnknownName.
        """
        return judgements.answer(
            self._database, Spoken(code, area, year, by, plan, target_set), applies, reason
        )

    def retract(self, number: str, by: str, reason: str) -> None:
        """Take back a judgement or an answer by its number; what was said before it counts again.

        Raises UnknownRecord, AlreadyRetracted.
        """
        judgements.retract(self._database, number, by, reason)

    def judgements(self, *, code: str | None = None, area: str | None = None) -> list[Judgement]:
        """All judgements, those taken back too, the newest first: all, or of an indicator, an area."""
        return judgements.every(self._database, self._key_of(code), area_key(area) if area else None)

    def applicabilities(self, *, code: str | None = None, area: str | None = None) -> list[Applicability]:
        """All answers on conditional targets, those taken back too, the newest first."""
        return judgements.every_answer(self._database, self._key_of(code), area_key(area) if area else None)

    def _key_of(self, code: str | None) -> int | None:
        if code is None:
            return None
        row = self._database.row(statements("office")["indicator_key"], [code])
        return row[0] if row and row[0] is not None else -1

    def evidence(self, judgement: str) -> tuple[str, bytes]:
        """Name and bytes of a judgement's document. Raises UnknownRecord where there is none."""
        return judgements.evidence(self._database, judgement)

    def put_method(self, values: Mapping[str, Value | None], reason: str, *, by: str) -> None:
        """Record constants of the method by name, None for the default; checked by `assess.set_method`.

        Raises OfficeRefused without a reason.
        """
        published.put_method(self._database, values, reason, by)

    def method(self, moment: dt.datetime | None = None) -> dict[str, Value]:
        """The constants that differ from the defaults, now or as known at `moment` (UTC without zone)."""
        return published.method(self._database, moment)

    def method_history(self) -> list[MethodSetting]:
        """Every change of a constant with reason, by whom and when, the oldest first."""
        return published.method_history(self._database)

    def publish(
        self,
        items: Sequence[Assessment],
        *,
        title: str,
        year: int,
        area: str | None = None,
        below: bool = False,
        settings: str,
        seen: str,
        by: str,
    ) -> Published:
        """Keep verdicts as given out, with data version, catalogue version and constants (JSON).

        `seen` is the data version they were made from: `assess.publish` judges and keeps in one go.
        Raises OfficeRefused without a title, DataMoved where the data changed since.
        """
        return published.put(
            self._database, items, title=title, year=year, area=area, below=below, settings=settings,
            seen=seen, by=by,
        )  # fmt: skip

    def published_results(self) -> list[Published]:
        """All published results, the newest first."""
        return published.every(self._database)

    def published(self, number: str) -> Published:
        """One published result. Raises UnknownResult."""
        return published.one(self._database, number)

    def published_verdicts(self, number: str) -> list[Assessment]:
        """Its verdicts, as they were given out. Raises UnknownResult."""
        return published.verdicts(self._database, number)
