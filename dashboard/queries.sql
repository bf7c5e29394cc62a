-- What the pages read of the store's views; `data.py` runs these by name.

-- name: figures
WITH mine AS (
    SELECT o.* FROM standing_observation o
    WHERE o.indicator IN (SELECT indicator FROM known_indicator WHERE code = ?)
        AND o.area IN (SELECT area FROM current_area WHERE path = ?)
    QUALIFY row_number() OVER (
        PARTITION BY o.indicator, o.area, o.year, o.period, o.breakdown ORDER BY o.turn * 4294967296 + o.rec DESC
    ) = 1
), n AS (
    SELECT o.*, i.unit, s.file AS parcel, s.uploader, s.recorded_at AS "at", coalesce(b.text, '') AS words
    FROM mine o JOIN submission s USING (submission) JOIN known_indicator i ON i.indicator = o.indicator
    LEFT JOIN breakdown b ON b.breakdown = o.breakdown
)
SELECT year, period_label, as_of, words AS breakdown, value, text, decimals, numerator, denominator, qualifier,
    missing, unit, coalesce(file, parcel) AS file, sheet, cell, raw, flags, uploader, "at",
    CAST(submission AS VARCHAR) AS submission,
    (SELECT any_value(e.text) FROM explanation e WHERE e.submission = n.submission
        AND e.finding = 'remark@' || CASE WHEN n.sheet <> '' THEN n.sheet || '!' ELSE '' END || n.cell) AS remark
FROM n ORDER BY year DESC, words, period_label;

-- name: figures_below
-- The figures that count of an indicator in the areas directly below one; a part of other statements, in which its name in
-- braces stands for it. Parameters: code, pattern of all paths below, pattern of those further below.
WITH mine AS (
    SELECT o.*, a.path, i.unit FROM standing_observation o
    JOIN (SELECT indicator, unit FROM known_indicator WHERE code = ?) i ON i.indicator = o.indicator
    JOIN current_area a ON a.area = o.area
    WHERE o.breakdown = 0 AND a.path LIKE ? AND a.path NOT LIKE ?
        AND o.year BETWEEN coalesce(a.first_year, 0) AND coalesce(a.last_year, 9999)
    QUALIFY row_number() OVER (
        PARTITION BY o.indicator, o.area, o.year, o.period, o.breakdown ORDER BY o.turn * 4294967296 + o.rec DESC
    ) = 1
)

-- name: below
{figures_below}
SELECT path AS area, value, text, numerator, denominator, qualifier, missing, unit FROM mine
WHERE year = ? ORDER BY value DESC, area;

-- name: worst_below
{figures_below}
SELECT year, min(value) AS least, max(value) AS most FROM mine WHERE value IS NOT NULL
GROUP BY year ORDER BY year;

-- name: batch_figures
SELECT i.code, i.name AS indicator, a.path AS area, o.year, o.period_label, coalesce(b.text, '') AS breakdown,
    o.value, o.text, o.missing, i.unit, o.sheet, o.cell, o.raw, o.state
FROM (
    SELECT submission, rec, indicator, area, year, period_label, breakdown, value, text, missing, sheet, cell, raw,
        'accepted' AS state
    FROM observation
    UNION ALL BY NAME
    SELECT h.submission, h.rec, h.indicator, h.area, h.year, h.period_label, h.breakdown, h.value, h.text, h.missing,
        h.sheet, h.cell, h.raw, coalesce(d.outcome, 'held') AS state
    FROM held_observation h
    LEFT JOIN (SELECT submission, rec, last(outcome ORDER BY change) AS outcome FROM decision GROUP BY ALL) d
        USING (submission, rec)
) o
LEFT JOIN known_indicator i USING (indicator)
LEFT JOIN current_area a ON a.area = o.area
LEFT JOIN breakdown b ON b.breakdown = o.breakdown
WHERE o.submission = CAST(? AS UUID) ORDER BY o.rec;

-- name: waiting_years
SELECT DISTINCT CAST(submission AS VARCHAR) AS submission, year FROM held_observation;

-- name: unexplained
SELECT CAST(f.submission AS VARCHAR) AS submission, count(*) AS count
FROM finding f SEMI JOIN standing_submission s ON s.submission = f.submission
LEFT JOIN (SELECT DISTINCT submission, finding FROM explanation WHERE trim(text) <> '') e
    ON e.submission = f.submission AND e.finding IN (f.code, f.code || '@' || coalesce(f.cell, ''))
WHERE f.severity = 'warning' AND e.submission IS NULL GROUP BY ALL;

-- name: areas_below
SELECT path, name, level FROM current_area
WHERE path LIKE ? AND ? BETWEEN coalesce(first_year, 0) AND coalesce(last_year, 9999) ORDER BY ordinal, path;

-- name: unit_seats
SELECT n.alias AS name, a.path FROM unit_name n LEFT JOIN current_area a ON a.area = n.seat;

-- name: revised
-- Figures of an area whose value is not the one known at `moment` (null: the one first accepted), the latest
-- first. Parameters: area (path), moment (UTC), first, last (years).
WITH mine AS (
    SELECT o.indicator, o.year, o.period, o.breakdown, o.value, o.text, s.submission, s.uploader, s.recorded_at,
        w.recorded_at AS gone
    FROM observation o JOIN submission s USING (submission) LEFT JOIN withdrawal w USING (submission)
    WHERE o.area = (SELECT area FROM current_area WHERE path = $area)
        AND o.value IS NOT NULL AND o.year BETWEEN $first AND $last
    QUALIFY row_number() OVER (
        PARTITION BY o.indicator, o.year, o.period, o.breakdown, o.submission ORDER BY o.rec DESC
    ) = 1
), told AS (
    SELECT indicator, year, period, breakdown,
        CASE WHEN CAST($moment AS TIMESTAMP) IS NULL THEN first({v: value, t: text} ORDER BY submission) FILTER (gone IS NULL)
            ELSE last({v: value, t: text} ORDER BY submission)
                FILTER (recorded_at <= $moment AND coalesce(gone > $moment, TRUE)) END AS old,
        last({v: value, t: text, s: submission, u: uploader} ORDER BY submission) FILTER (gone IS NULL) AS new
    FROM mine GROUP BY ALL
)
SELECT i.code, i.name AS indicator, t.year, coalesce(b.text, '') AS breakdown, i.unit,
    t.old.v AS old_value, t.old.t AS old_text, t.new.v AS value, t.new.t AS text, t.new.u AS uploader
FROM told t JOIN known_indicator i USING (indicator) LEFT JOIN breakdown b ON b.breakdown = t.breakdown
WHERE t.old.v <> t.new.v ORDER BY t.new.s DESC, i.code, t.year DESC;

-- name: below_series
{figures_below}
SELECT path AS area, year, last(value ORDER BY as_of NULLS LAST) AS value FROM mine WHERE value IS NOT NULL
GROUP BY ALL ORDER BY area, year;

-- name: other_areas
SELECT DISTINCT a.path AS area FROM (
    SELECT o.area, o.value FROM standing_observation o SEMI JOIN (SELECT indicator FROM known_indicator WHERE code = ?) i
        ON i.indicator = o.indicator
    WHERE o.breakdown = 0
    QUALIFY row_number() OVER (
        PARTITION BY o.indicator, o.area, o.year, o.period, o.breakdown ORDER BY o.turn * 4294967296 + o.rec DESC
    ) = 1
) o JOIN current_area a ON a.area = o.area
WHERE o.value IS NOT NULL AND a.path <> ? AND a.path NOT LIKE ?;

-- name: target_versions
SELECT v.version, v.recorded_at AS "at", coalesce(v.recorded_by, '') AS "by", coalesce(v.source, '') AS file, t.plan,
    t.phrase, t.parsed, coalesce(t.target_version, '') AS target_version,
    -- an own plan of an area above another office is that area's there, as verdicts name it
    CASE WHEN t.target_set = '本级规划' AND a.path <> ? THEN a.name || '规划' ELSE coalesce(t.target_set, '') END AS target_set,
    t.in_force_from, t.period_start, t.period_end, a.path AS area, coalesce(t.lead, '') AS lead,
    EXISTS (FROM current_target c WHERE c.version = t.version AND c.target = t.target) AS stands
FROM target t
JOIN catalog_version v USING (version)
JOIN known_indicator i USING (indicator)
LEFT JOIN current_area a ON a.area = t.area
WHERE t.origin = 'goals' AND t.parent IS NULL AND i.code = ? AND starts_with(? || '/', a.path || '/')
ORDER BY v.version DESC, t.ordinal;
