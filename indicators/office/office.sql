-- {among} is a condition that names the submissions with records of the office's areas, where these are few.

-- name: office_areas
-- An office's area and those below it that are under no other office. Parameters: home (path), seat (see owed).
SELECT a.area, a.path FROM current_area a LEFT JOIN area_seat b ON b.area = a.area
WHERE a.path = $home OR starts_with(a.path, $home || '/') AND b.seat IS NOT DISTINCT FROM CAST($seat AS BIGINT);

-- name: owed
-- One row per figure a unit owes for a year: whom the plan names first for an indicator, put right by the
-- register's own duties. Which areas: the district itself, the areas the target speaks of (以乡镇为单位),
-- and those the figures of the two years before were given for; breakdowns likewise.
-- Parameters: home (path), year, seat (key of the office, null for that of the store's own district).
WITH home AS (SELECT area, path FROM current_area WHERE path = $home),
goals AS (
    SELECT t.indicator, t.plan, t.lead, t.coop, t.every, t.phrase, t.ordinal
    FROM current_target t JOIN home h USING (area)
    WHERE t.parent IS NULL AND t.origin = 'goals'
        AND coalesce(t.in_force_from, 0) <= $year AND $year < coalesce(t.in_force_until, 9999)
),
named AS (  -- without a plan of its own, the district is asked what the catalogue asks
    SELECT g.indicator, g.plan, coalesce(g.lead, i.lead) AS lead, g.every, g.phrase, g.ordinal
    FROM goals g JOIN known_indicator i USING (indicator)
    UNION ALL
    SELECT i.indicator, i.plan, i.lead, NULL, NULL, i.ordinal
    FROM current_indicator i WHERE NOT EXISTS (FROM goals)
),
asked AS (
    SELECT coalesce(n.unit, -hash(a.lead) % 4611686018427387904) AS unit, a.lead, a.indicator,
        list(DISTINCT a.plan ORDER BY a.plan) AS plans, any_value(a.every) AS every,
        any_value(a.phrase) AS phrase, min(a.ordinal) AS ordinal
    FROM named a LEFT JOIN unit_name n ON n.alias = a.lead AND n.seat IS NOT DISTINCT FROM CAST($seat AS BIGINT)
    WHERE a.lead IS NOT NULL
    GROUP BY ALL
),
due AS (
    SELECT a.* FROM asked a
    ANTI JOIN (FROM current_duty WHERE owed = FALSE) d ON d.unit = a.unit AND d.indicator = a.indicator
    UNION ALL
    SELECT d.unit, u.name, d.indicator, coalesce(o.plans, [k.plan]), o.every, o.phrase,
        coalesce(o.ordinal, k.ordinal)
    FROM current_duty d
    JOIN current_unit u USING (unit)
    JOIN known_indicator k USING (indicator)
    LEFT JOIN (
        SELECT indicator, any_value(plans) AS plans, any_value(every) AS every, any_value(phrase) AS phrase,
            min(ordinal) AS ordinal
        FROM asked GROUP BY indicator
    ) o USING (indicator)
    WHERE d.owed AND u.seat IS NOT DISTINCT FROM CAST($seat AS BIGINT) AND NOT EXISTS (FROM asked x WHERE x.unit = d.unit AND x.indicator = d.indicator)
),
below AS (  -- the areas under home but not under another office, with the sort of area a target may name
    SELECT a.area, a.path, a.level FROM current_area a JOIN home h ON starts_with(a.path, h.path || '/')
    LEFT JOIN area_seat o ON o.area = a.area
    WHERE a.valid_to IS NULL AND o.seat IS NOT DISTINCT FROM CAST($seat AS BIGINT)
),
before AS (
    SELECT o.indicator, o.area, o.breakdown,
        arg_max(o.year, o.year) AS last_year, arg_max(o.value, o.year) AS last_value,
        arg_max(o.text, o.year) AS last_text, arg_max(o.missing, o.year) AS last_missing,
        arg_max(o.numerator, o.year) AS last_numerator, arg_max(o.denominator, o.year) AS last_denominator
    FROM (
        SELECT o.* FROM standing_observation o
        SEMI JOIN (SELECT area FROM home UNION ALL SELECT area FROM below) m ON m.area = o.area
        WHERE o.year BETWEEN $year - 2 AND $year - 1 AND o.period = 0 AND {among}
        QUALIFY row_number() OVER (
            PARTITION BY o.indicator, o.area, o.year, o.breakdown ORDER BY o.turn * 4294967296 + o.rec DESC
        ) = 1
    ) o
    GROUP BY ALL
),
wanted AS (
    SELECT d.unit, d.indicator, h.area, CAST(0 AS BIGINT) AS breakdown FROM due d CROSS JOIN home h
    UNION
    SELECT d.unit, d.indicator, b.area, CAST(0 AS BIGINT)
    FROM due d JOIN below b ON
        (regexp_matches(d.every, '村|社区') AND b.level = 'village')
        OR (NOT regexp_matches(d.every, '村|社区') AND regexp_matches(d.every, '乡|镇|街道') AND b.level = 'town')
    UNION
    SELECT d.unit, d.indicator, p.area, p.breakdown
    FROM due d JOIN before p USING (indicator) SEMI JOIN current_area a ON a.area = p.area AND a.valid_to IS NULL
)
SELECT coalesce(u.name, d.lead) AS unit, u.unit IS NOT NULL AS registered, i.code, i.name AS indicator, d.plans,
    i.domain, i.unit AS measure, a.path AS area, a.level, coalesce(t.text, '') AS breakdown, d.phrase AS target,
    i.frequency, i.frequency = 'annual' AND w.breakdown = 0 AS due,
    p.last_year, p.last_value, p.last_text, p.last_missing, p.last_numerator, p.last_denominator
FROM wanted w
JOIN due d ON d.unit = w.unit AND d.indicator = w.indicator
JOIN known_indicator i ON i.indicator = w.indicator
JOIN current_area a ON a.area = w.area
LEFT JOIN current_unit u ON u.unit = d.unit
LEFT JOIN breakdown t ON t.breakdown = w.breakdown
LEFT JOIN before p ON p.indicator = w.indicator AND p.area = w.area AND p.breakdown = w.breakdown
WHERE coalesce(u.active, TRUE)
ORDER BY coalesce(u.ordinal, 2147483647), unit, d.ordinal, i.code, a.level <> 'county', a.ordinal, breakdown;

-- name: answered
-- What has come for a year for an office's area and those below it that are under no other office, one row per figure:
-- what counts, or why there is none, or what is in its way.
WITH office_area AS ({office_areas}),
record AS (
    SELECT o.indicator, o.area, a.path, o.breakdown, o.period, o.submission, o.turn, o.rec, o.value, o.text, o.missing
    FROM standing_observation o
    JOIN office_area a ON a.area = o.area
    WHERE o.year = $year AND {among}
), counting AS (
    SELECT * FROM record
    QUALIFY row_number() OVER (
        PARTITION BY indicator, area, period, breakdown ORDER BY turn * 4294967296 + rec DESC
    ) = 1
)
SELECT i.code, o.path AS area, coalesce(t.text, '') AS breakdown, o.value, o.text, o.missing,
    first_at.at AS first_at, c.recorded_at AS came_at
FROM counting o
JOIN submission c ON c.submission = o.submission
JOIN known_indicator i USING (indicator)
LEFT JOIN breakdown t ON t.breakdown = o.breakdown
LEFT JOIN (
    SELECT x.indicator, x.area, x.breakdown, min(s.recorded_at) AS at
    FROM record x JOIN submission s USING (submission) GROUP BY ALL
) first_at ON first_at.indicator = o.indicator AND first_at.area = o.area AND first_at.breakdown = o.breakdown
QUALIFY row_number() OVER (PARTITION BY o.indicator, o.area, o.breakdown ORDER BY o.period <> 0, o.submission DESC) = 1;

-- name: conflicting
SELECT DISTINCT i.code, a.path AS area, coalesce(t.text, '') AS breakdown
FROM open_conflict c JOIN known_indicator i USING (indicator) JOIN current_area a ON a.area = c.area
LEFT JOIN breakdown t ON t.breakdown = c.breakdown
WHERE c.year = $year;

-- name: blocked
-- Indicators with an error finding in a standing file; such figures were not accepted.
SELECT DISTINCT i.code, coalesce(f.area, '') AS area
FROM finding f SEMI JOIN standing_submission s ON s.submission = f.submission
JOIN known_indicator i ON i.name = f.indicator OR i.code = f.indicator
WHERE f.severity = 'error' AND f.year = $year;

-- name: sent
-- Files by unit: how many, the last one, and warnings nobody explained. `year`: files of that year or with
-- figures of it.
SELECT coalesce(u.name, s.unit) AS unit, count(DISTINCT s.submission) AS files, max(s.recorded_at) AS last_at,
    count(f.code) FILTER (f.severity = 'warning' AND e.submission IS NULL) AS unexplained
FROM standing_submission s
LEFT JOIN area_seat h ON h.area = s.area
LEFT JOIN unit_name n ON n.alias = s.unit AND n.seat IS NOT DISTINCT FROM h.seat
LEFT JOIN current_unit u ON u.unit = n.unit
LEFT JOIN finding f ON f.submission = s.submission
LEFT JOIN (SELECT DISTINCT submission, finding FROM explanation WHERE trim(text) <> '') e
    ON e.submission = f.submission AND e.finding IN (f.code, f.code || '@' || coalesce(f.cell, ''))
WHERE s.unit IS NOT NULL AND h.seat IS NOT DISTINCT FROM CAST($seat AS BIGINT) AND (
    s.year = $year OR s.submission IN (SELECT submission FROM observation WHERE year = $year)
    OR s.submission IN (SELECT submission FROM held_observation WHERE year = $year)
    OR s.submission IN (SELECT submission FROM finding WHERE year = $year)
)
GROUP BY ALL;

-- name: without_data
-- Indicators asked of the district without a figure in the `years` years up to `year` (5 where one comes
-- once a term or by survey, 10 for a census), with the latest reason given for it.
WITH span AS (
    SELECT *, CASE frequency WHEN 'annual' THEN $years WHEN 'census' THEN greatest(10, $years) ELSE greatest(5, $years) END
        AS years
    FROM known_indicator WHERE code IN (SELECT unnest(CAST($codes AS VARCHAR[])))
),
told AS (
    SELECT o.indicator, o.year, o.missing, o.raw
    FROM current_observation o JOIN span i USING (indicator)
    WHERE o.missing NOT IN ('blank', 'unreadable') AND o.year > $year - i.years AND o.year <= $year
        AND o.area = (SELECT area FROM current_area WHERE path = $home)
    QUALIFY row_number() OVER (PARTITION BY o.indicator ORDER BY o.year DESC, o.breakdown <> 0) = 1
)
SELECT i.code, i.name AS indicator, i.domain, max(o.year) AS last_year, any_value(t.missing) AS reason,
    any_value(t.year) AS reason_year, any_value(t.raw) AS words
FROM span i
LEFT JOIN current_observation o ON o.indicator = i.indicator AND o.year <= $year AND o.value IS NOT NULL
    AND o.area = (SELECT area FROM current_area WHERE path = $home)
LEFT JOIN told t ON t.indicator = i.indicator
GROUP BY i.code, i.name, i.domain, i.years, i.ordinal
HAVING coalesce(max(o.year), 0) <= $year - i.years
ORDER BY i.ordinal, i.code;
