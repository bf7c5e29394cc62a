-- name: all
SELECT a.code, a.name, a.path, a.level, p.code, a.kind
FROM current_area a LEFT JOIN current_area p ON p.area = a.parent
WHERE $closed OR a.valid_to IS NULL
ORDER BY a.ordinal, a.path;

-- name: known
SELECT area, path, code, name, parent, level, kind, ordinal FROM current_area;

-- name: insert
INSERT INTO area BY NAME SELECT CAST(? AS UUID) AS change, CAST(? AS TIMESTAMP) AS recorded_at, * FROM incoming;

-- name: events
SELECT CAST(e.change AS VARCHAR) AS change, e.kind, e.happened, coalesce(s.path, g.path) AS source, coalesce(t.path, h.path) AS target,
    coalesce(e.note, '') AS note, CAST(e.submission AS VARCHAR) AS submission, e.recorded_by, e.recorded_at,
    w.submission IS NOT NULL AS undone, coalesce(n.carried, 0) AS carried, coalesce(n.unfilled, 0) AS unfilled
FROM area_event e
LEFT JOIN current_area s ON s.area = e.source LEFT JOIN current_area t ON t.area = e.target
LEFT JOIN (SELECT area, any_value(path) AS path FROM area GROUP BY area) g ON g.area = e.source
LEFT JOIN (SELECT area, any_value(path) AS path FROM area GROUP BY area) h ON h.area = e.target
LEFT JOIN (SELECT DISTINCT submission FROM withdrawal) w ON w.submission = e.submission
LEFT JOIN (
    SELECT submission, count(*) FILTER (value IS NOT NULL) AS carried,
        count(*) FILTER (contains(flags, 'area_no_sum')) AS unfilled
    FROM observation GROUP BY submission
) n ON n.submission = e.submission
ORDER BY e.change DESC, e.kind = 'move', length(coalesce(s.path, g.path)), source;

-- name: followed
-- Areas that ended, with what followed them: one row for each pair.
SELECT a.path AS source, t.path AS target, e.kind, e.happened
FROM current_area a
JOIN standing_area_event e ON e.source = a.area AND e.happened = a.valid_to
JOIN current_area t ON t.area = e.target
WHERE a.valid_to IS NOT NULL
ORDER BY a.path, t.path;

-- name: insert_event
INSERT INTO area_event VALUES (CAST(? AS UUID), ?, ?, ?, ?, ?, CAST(? AS UUID), ?, ?);

-- name: carried
-- The figures of the areas that pass into others, under the areas that follow. One area into one: the same
-- figures. Several into one: counts are summed, rates made anew from the sums of numerators and denominators;
-- what can be neither has no figure and says why. Nothing is carried through a split.
WITH part AS (
    SELECT p.target, p.source_name, o.*, coalesce(o.file, s.file) AS from_file, s.recorded_at AS came,
        i.multiplier, i.decimals AS usual,
        i.multiplier IS NULL AND list_contains($additive, i.unit) AND NOT regexp_matches(i.name, '平均|人均|每') AS additive
    FROM current_observation o
    JOIN incoming_pair p ON p.source = o.area AND p.kind <> 'split'
    JOIN submission s USING (submission)
    JOIN known_indicator i USING (indicator)
), wanted AS (
    SELECT target, count(*) AS parts, list(source_name ORDER BY source_name) AS names
    FROM incoming_pair WHERE kind <> 'split' GROUP BY target
), pooled AS (
    SELECT target AS area, indicator, year, breakdown, period, any_value(multiplier) AS multiplier,
        bool_and(additive) AS additive, count(*) AS got, bool_and(value IS NOT NULL) AS whole,
        bool_and(value IS NOT NULL AND numerator IS NOT NULL AND denominator IS NOT NULL) AS parted,
        sum(value) AS total, sum(numerator) AS numerator, sum(denominator) AS denominator,
        max(decimals) AS decimals, max(usual) AS usual, any_value(value) AS value, any_value(text) AS text,
        max(as_of) AS as_of, any_value(period_label) AS period_label,
        CASE WHEN bool_or(qualifier = 'about') THEN 'about' WHEN bool_or(qualifier = 'at_least') THEN 'at_least' ELSE 'exact' END
            AS qualifier,
        CASE WHEN count(DISTINCT missing) = 1 AND count(missing) = count(*) THEN any_value(missing) END AS missing,
        list(source_name) FILTER (value IS NOT NULL) AS had,
        string_agg(DISTINCT from_file, '；' ORDER BY from_file) AS file, string_agg(DISTINCT sheet, '；' ORDER BY sheet) AS sheet,
        string_agg(cell, '；' ORDER BY source_name) AS cell, string_agg(raw, ' + ' ORDER BY source_name) AS raw,
        string_agg(DISTINCT flags, ',' ORDER BY flags) AS flags
    FROM part GROUP BY ALL
), made AS (
    SELECT p.*, w.parts, array_to_string(list_filter(w.names, lambda x: NOT list_contains(coalesce(p.had, []), x)), '、') AS lacking,
        CASE
            WHEN w.parts = 1 THEN 'same'
            WHEN p.got < w.parts OR NOT p.whole THEN 'gap'
            WHEN p.multiplier IS NOT NULL AND p.parted AND p.denominator > 0 THEN 'rate'
            WHEN p.additive THEN 'sum'
            ELSE 'neither'
        END AS way
    FROM pooled p JOIN wanted w ON w.target = p.area
), reckoned AS (
    SELECT *,
        CASE WHEN way = 'rate' THEN greatest(coalesce(decimals, 0), coalesce(usual, 0), 2)
            WHEN way IN ('same', 'sum') THEN decimals END AS places,
        CASE way WHEN 'same' THEN value WHEN 'sum' THEN total
            WHEN 'rate' THEN numerator / denominator * multiplier END AS figure
    FROM made
)
SELECT CAST(row_number() OVER (ORDER BY area, indicator, year, breakdown, period) - 1 AS INTEGER) AS rec,
    indicator, area, year, breakdown, period, as_of, period_label,
    CASE way WHEN 'same' THEN figure ELSE round(figure, places::INTEGER) END AS value,
    CASE WHEN figure IS NULL THEN NULL WHEN way = 'same' THEN text
        ELSE printf('%.' || places || 'f', round(figure, places::INTEGER)) END AS text,
    places::TINYINT AS decimals,
    CASE WHEN figure IS NOT NULL THEN numerator END AS numerator,
    CASE WHEN figure IS NOT NULL THEN denominator END AS denominator, qualifier,
    CASE WHEN figure IS NULL THEN coalesce(missing, 'not_collected') END AS missing, file, sheet, cell,
    CASE way WHEN 'gap' THEN '区划调整：' || lacking || '没有数，不能合并计算'
        WHEN 'neither' THEN '区划调整：没有各自的分子和分母，不能相加，也不能取平均' ELSE raw END AS raw,
    concat_ws(',', nullif(flags, ''), 'area_change', CASE WHEN way IN ('gap', 'neither') AND missing IS NULL THEN 'area_no_sum' END)
        AS flags
FROM reckoned;

-- name: insert_carried
INSERT INTO observation BY NAME SELECT CAST(? AS UUID) AS submission, * FROM carried;

-- name: insert_lineage
INSERT INTO lineage
SELECT CAST(? AS UUID), c.rec, o.submission, o.rec
FROM carried c
JOIN incoming_pair p ON p.target = c.area AND p.kind <> 'split'
JOIN current_observation o ON o.area = p.source AND o.indicator = c.indicator AND o.year = c.year
    AND o.breakdown = c.breakdown AND o.period = c.period;

-- name: dependants
-- What rests on a change of areas: its number, if it is one; files with figures for areas that it made; areas
-- put below those; later changes of the same areas.
WITH mine AS (FROM area_event WHERE submission = CAST($number AS UUID)),
made AS (
    SELECT m.target AS area FROM (SELECT DISTINCT target FROM mine) m JOIN area a ON a.area = m.target
    GROUP BY m.target HAVING bool_and(a.change = CAST($number AS UUID))
)
SELECT DISTINCT s.file || '（' || strftime(s.recorded_at, '%Y-%m-%d') || '）' AS what
FROM observation o JOIN made USING (area) JOIN standing_submission s USING (submission)
WHERE o.submission <> CAST($number AS UUID)
UNION
SELECT DISTINCT a.path FROM area a JOIN made m ON m.area = a.parent WHERE a.change <> CAST($number AS UUID)
    AND a.area NOT IN (SELECT target FROM mine)
UNION
SELECT DISTINCT strftime(e.happened, '%Y-%m-%d') || '的区划调整' FROM standing_area_event e
WHERE e.change > CAST($number AS UUID) AND (e.source IN (SELECT target FROM mine) OR e.target IN (SELECT source FROM mine)
    OR e.source IN (SELECT source FROM mine));
