-- name: now
CREATE OR REPLACE TEMP VIEW x_observation AS FROM current_observation;
CREATE OR REPLACE TEMP VIEW x_indicator AS FROM known_indicator;
CREATE OR REPLACE TEMP VIEW x_area AS SELECT area, code, path, ordinal, level FROM current_area;

-- name: then
-- As the store stood when a result was made (variables: x_moment, x_change, x_version); the figures come from the
-- assessment's own view of a moment.
CREATE OR REPLACE TEMP VIEW x_observation AS FROM s_observation;
CREATE OR REPLACE TEMP VIEW x_indicator AS
SELECT * FROM indicator WHERE version <= getvariable('x_version')
QUALIFY row_number() OVER (PARTITION BY indicator ORDER BY version DESC, ordinal, plan) = 1;
CREATE OR REPLACE TEMP VIEW x_area AS
SELECT area, code, path, ordinal, level FROM area WHERE change <= CAST(getvariable('x_change') AS UUID)
QUALIFY row_number() OVER (PARTITION BY area ORDER BY change DESC) = 1;

-- name: sizes
-- How many figures each indicator has, in the catalogue's order.
SELECT o.indicator, count(*) FROM observation o LEFT JOIN x_indicator i USING (indicator)
GROUP BY o.indicator, i.ordinal, i.code ORDER BY i.ordinal, i.code, o.indicator;

-- name: rows
SELECT
    {neutral_area} AS "REF_AREA",
    {neutral_code} AS "INDICATOR",
    o.year AS "TIME_PERIOD",
    {dimensions},
    {neutral_label} AS "PERIOD_LABEL",
    {neutral_unit} AS "UNIT_MEASURE",
    CASE WHEN {hidden} OR o.value IS NULL THEN NULL
        WHEN regexp_full_match(o.text, '-?[0-9]+(\.[0-9]+)?') AND TRY_CAST(o.text AS DOUBLE) = o.value THEN o.text
        ELSE CAST(o.value AS VARCHAR) END AS "OBS_VALUE",
    CASE WHEN {hidden} THEN getvariable('x_hidden_status')
        ELSE coalesce(map_extract_value(getvariable('x_status'), CASE WHEN o.value IS NULL THEN o.missing ELSE o.qualifier END), 'A')
        END AS "OBS_STATUS",
    CASE WHEN {hidden} THEN getvariable('x_hidden_comment')
        ELSE map_extract_value(getvariable('x_comment'), CASE WHEN o.value IS NULL THEN o.missing ELSE o.qualifier END)
        END AS "OBS_COMMENT",
    {neutral_path} AS "REF_AREA_NAME",
    {neutral_name} AS "INDICATOR_NAME",
    CAST(o.as_of AS VARCHAR) AS "AS_OF"
    {origins}
FROM x_observation o
LEFT JOIN x_indicator i USING (indicator)
LEFT JOIN x_area a USING (area)
LEFT JOIN x_breakdown b ON b.breakdown = o.breakdown
LEFT JOIN submission s USING (submission)
{hidden_join}
WHERE o.indicator IN (SELECT unnest(CAST($indicators AS BIGINT[]))) AND ($year IS NULL OR o.year = $year)
    AND (CAST($home AS VARCHAR) IS NULL OR a.path = $home OR starts_with(a.path, $home || '/'))
ORDER BY i.ordinal, i.code, o.indicator, a.ordinal, a.path, o.year, o.period_label NULLS FIRST, b.text NULLS FIRST;


-- name: of_area
-- The figures of an area ($home, path) and of the areas right below it, up to a year, with their origins.
SELECT i.code, i.name, i.unit, a.path, o.year, o.period_label, coalesce(b.text, '') AS breakdown, {hidden} AS hidden,
    CASE WHEN NOT {hidden} THEN o.value END AS value, CASE WHEN NOT {hidden} THEN o.text END AS text, o.missing,
    coalesce(o.file, s.file) AS file, o.sheet, o.cell, s.unit AS sender, s.uploader, s.recorded_at
FROM x_observation o
JOIN x_area a USING (area)
JOIN x_indicator i USING (indicator)
LEFT JOIN x_breakdown b ON b.breakdown = o.breakdown
LEFT JOIN submission s USING (submission)
{hidden_join}
WHERE o.year <= $year AND (a.path = $home OR regexp_replace(a.path, '/[^/]*$', '') = $home AND contains(a.path, '/'))
ORDER BY i.ordinal, i.code, a.path <> $home, a.ordinal, a.path, o.year, o.period_label NULLS FIRST, b.text NULLS FIRST;

-- name: findings
SELECT s.file, f.severity, f.sheet, f.cell, f.indicator, f.area, f.year, f.message, f.hint, s.unit, s.recorded_at,
    (SELECT string_agg(e.text, '；' ORDER BY e.recorded_at) FROM explanation e WHERE e.submission = f.submission
        AND (e.finding = f.code OR e.finding = f.code || '@' || f.cell)) AS said
FROM finding f JOIN submission s USING (submission)
WHERE s.submission NOT IN (SELECT submission FROM withdrawal WHERE recorded_at <= $moment) AND s.recorded_at <= $moment
ORDER BY f.severity <> 'error', f.severity <> 'warning', s.submission, f.rec LIMIT 100000;
