"""The office's own method: the constants in force in a store, and results given out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

from indicators.assess.disclosure import for_publication
from indicators.assess.settings import Settings
from indicators.assess.stored import assess, latest_year, settings_in_force
from indicators.store import DataMoved, OfficeRefused, Published

if TYPE_CHECKING:
    from indicators.store import Store

_ATTEMPTS = 5


def set_method(
    store: Store, values: Mapping[str, bool | int | float | None], reason: str, *, by: str
) -> Settings:
    """Set constants of the method by name, None for the default; the constants then in force.

    What is so already is not recorded again. Raises OfficeRefused for an unknown name, a value out of
    its limits, or no reason.
    """
    before = settings_in_force(store)
    defaults = {item.name: item.default for item in fields(Settings)}
    wanted = {name: defaults.get(name) if value is None else value for name, value in values.items()}
    try:
        after = Settings.from_json(json.dumps(before.differing() | wanted))
    except ValueError as error:
        name = next((name for name in wanted if repr(name) in str(error)), next(iter(wanted), ""))
        raise OfficeRefused("office_bad_setting", name=name, given=values.get(name)) from error
    new = {name: getattr(after, name) for name in wanted}
    changed = {
        name: None if value == defaults[name] else value
        for name, value in new.items()
        if value != getattr(before, name)
    }
    if changed:
        store.put_method(changed, reason, by=by)
    return after


def publish(
    store: Store,
    *,
    title: str,
    by: str,
    year: int | None = None,
    area: str | None = None,
    below: bool = False,
) -> Published:
    """Judge with the constants in force and keep the result as given out, unchanged ever after.

    Figures marked sensitive are kept back as `for_publication` says. The result names the data version,
    the catalogue version and every constant it was made with. Errors as `assess`; OfficeRefused without
    a title, DataMoved where others kept writing meanwhile.
    """
    for attempt in range(_ATTEMPTS):
        seen = store.data_version()
        settings = settings_in_force(store)
        chosen = year if year is not None else latest_year(store)
        items = assess(store, year=chosen, area=area, below=below, settings=settings)
        items = for_publication(items, store, settings)
        try:
            return store.publish(
                items, title=title, year=chosen, area=area, below=below, settings=settings.to_json(),
                seen=seen, by=by,
            )  # fmt: skip
        except DataMoved:
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def asked_of_people(store: Store, code: str) -> set[str]:
    """What the targets of an indicator ask people to say; empty where figures suffice.

    `by_people`: a yes or no; `conditional`: whether the target applies.
    """
    rows = store.query(
        "SELECT DISTINCT t.kind, t.target IN (SELECT parent FROM current_target WHERE parent IS NOT NULL)"
        " AS parted FROM current_target AS t JOIN current_indicator_code AS c USING (indicator)"
        " WHERE c.code = ?",
        [code],
    )
    kinds = {(str(row.kind), bool(row.parted)) for row in rows.itertuples()}
    asked = {"conditional"} if any(kind == "conditional" for kind, _ in kinds) else set()
    people = {("yes_no", False), ("qualitative", False), ("conditional", False)}
    return asked | {"by_people"} if kinds & people else asked


def settings_of(result: Published) -> Settings:
    """The constants a published result was made with."""
    known = {item.name for item in fields(Settings)}
    given = {name: value for name, value in json.loads(result.settings).items() if name in known}
    return Settings.from_json(json.dumps(given))
