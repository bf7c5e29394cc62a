-- The figures an area and the areas right below it were known by, one a year and breakdown: the yearly one, else
-- the last of the year's labelled ones (never one of part of a year).
-- Parameters: home (path), year.
SELECT i.code, a.path AS area, a.level, o.year, coalesce(b.text, '') AS breakdown, o.value, o.text, o.decimals,
    o.numerator, o.denominator, o.missing
FROM s_observation AS o
    JOIN current_area AS a USING (area)
    JOIN (SELECT DISTINCT indicator, code FROM known_indicator) AS i USING (indicator)
    LEFT JOIN breakdown AS b USING (breakdown)
WHERE o.year <= $year AND o.year BETWEEN coalesce(a.first_year, 0) AND coalesce(a.last_year, 9999)
    AND (o.area = $home OR o.area IN (SELECT area FROM current_area WHERE parent = $home))
    AND (o.period = 0 OR NOT regexp_matches(coalesce(o.period_label, ''), '\d\s*月|季|上半年|下半年'))
QUALIFY row_number() OVER (PARTITION BY o.indicator, o.area, o.year, o.breakdown
    ORDER BY o.period = 0 DESC, o.as_of DESC NULLS LAST) = 1
ORDER BY i.code, a.path, o.breakdown, o.year
