-- The roll-up of a turn with names.
SELECT i.code, i.name AS indicator, i.unit, a.path AS area, a.level, r.year, coalesce(b.text, '') AS breakdown, r.way,
    r.value, r.numerator, r.denominator, r.asked AS parts_asked, r.reported AS parts_reported, r.partly AS parts_partly,
    r.uncounted AS parts_uncounted, coalesce(r.level, '') AS parts_level, r.reported = r.asked AS complete, r.counts, r.own,
    r.differs, i.ordinal, a.ordinal AS place
FROM j_roll AS r JOIN a_indicator AS i USING (indicator) JOIN current_area AS a USING (area)
    LEFT JOIN (SELECT DISTINCT breakdown, text FROM breakdown) AS b USING (breakdown);
