-- From the input relations to one row per series: its points (year y, value v, decimals d), the stated
-- reasons for having none, and the counts behind it. The figures are read once, here.
-- `labelled` figures (第八届换届) carry the day they speak of in o; the plain yearly figure goes before them.
-- A great store is judged in turns, each with the indicators of a range of keys (variables first_indicator,
-- last_indicator): lists being made cannot be set aside on disk. A range and not a remainder, because only plain
-- comparisons are pushed below the window of the current view.
-- Where an area has no figure of its own in a year, what the areas below add up to stands in (o = -1; see roll_done.sql),
-- and a reason for having none is no longer one.
-- Inputs: a_indicator, a_area, a_target, a_milestone, a_breakdown, a_series, a_case, a_asked (see inputs_tables.sql).
CREATE OR REPLACE TEMP TABLE j_points AS
WITH packed AS (
    SELECT indicator, area, breakdown, bool_or(labelled IS NOT NULL) AS mixed, known_from(min(year)) AS since,
        list_sort(list({'y': year::INT, 'o': coalesce(labelled, 2147483647)::INT, 'v': value,
            'd': coalesce(decimals, decimals_of(value))::INT}) FILTER (value IS NOT NULL)) AS pts,
        list_sort(list({'y': year::INT, 'm': missing}) FILTER (value IS NULL AND missing IS NOT NULL)) AS gaps,
        list({'y': year::INT, 'n': numerator, 'd': denominator})
            FILTER (value IS NOT NULL AND numerator IS NOT NULL AND denominator > 0) AS counts
    FROM (
        SELECT indicator, area, breakdown, year, value, decimals, numerator, denominator, missing, labelled FROM a_series
        WHERE indicator >= getvariable('first_indicator') AND indicator <= getvariable('last_indicator')
        UNION ALL
        SELECT indicator, area, breakdown, year, value, decimals, numerator, denominator, NULL, -1 FROM j_roll WHERE counts
    )
    GROUP BY indicator, area, breakdown
)
SELECT indicator, area, breakdown, since, CASE WHEN mixed AND gaps IS NOT NULL
        THEN list_filter(gaps, lambda g: NOT list_contains(list_transform(list_filter(pts, lambda p: p.o = -1), lambda p: p.y), g.y))
        ELSE gaps END AS gaps, counts,
    CASE WHEN mixed THEN list_filter(pts, lambda p, i: coalesce(p.y <> pts[i + 1].y, true)) ELSE pts END AS pts
FROM packed;

-- Which breakdowns there are figures of, anywhere, and since when: those read here, and those of areas that are not read
-- (a_used).
CREATE OR REPLACE TEMP TABLE j_used AS
SELECT indicator, breakdown, min(since) AS since FROM (
    SELECT indicator, breakdown, since FROM j_points WHERE breakdown <> 0
    UNION ALL
    SELECT indicator, breakdown, known_from(since) FROM a_used
)
GROUP BY indicator, breakdown;
