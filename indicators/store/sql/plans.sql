-- name: goals
-- The goals of an area's plans that stood at a version (null: now), in the order in which they were put.
WITH known AS (
    SELECT version FROM catalog_version WHERE $version IS NULL OR version <= $version
),
standing AS (
    SELECT t.* FROM target t SEMI JOIN known USING (version)
    WHERE t.origin = 'goals' AND t.parent IS NULL AND t.area = $area AND t.version >= coalesce((
        SELECT max(r.version) FROM plan_reset r SEMI JOIN known USING (version) WHERE r.area = $area), 0)
    QUALIFY t.version = max(t.version) OVER (PARTITION BY t.target_set, t.plan, t.period_start, t.target_version)
),
item AS (
    SELECT indicator, code, name, unit, origin, definition FROM indicator SEMI JOIN known USING (version)
    QUALIFY row_number() OVER (PARTITION BY indicator ORDER BY version DESC, ordinal) = 1
)
SELECT i.code, i.name, i.unit, t.plan, t.phrase, t.parsed, t.lead, t.coop, t.target_set, t.target_version,
    t.in_force_from, t.period_start, t.period_end, CASE WHEN i.origin = 'goals' THEN i.definition END AS definition,
    (SELECT any_value(c.domain) FROM indicator c SEMI JOIN current_catalog USING (version)
        WHERE c.indicator = t.indicator AND c.plan = t.plan) AS domain,
    d.detail
FROM standing t JOIN item i USING (indicator)
LEFT JOIN goal_detail d ON d.version = t.version AND d.target = t.target
ORDER BY t.plan = 'children', t.version, t.ordinal;

-- name: versions
SELECT v.version, coalesce(v.source, '') AS source, v.recorded_at AS at, coalesce(v.recorded_by, '') AS "by",
    coalesce(g.goals, 0) AS goals, g.areas, r.restores, r.reason
FROM catalog_version v
LEFT JOIN (
    SELECT t.version, count(*) AS goals, list(DISTINCT a.path) AS areas
    FROM target t LEFT JOIN current_area a USING (area)
    WHERE t.origin = 'goals' AND t.parent IS NULL GROUP BY t.version
) g USING (version)
LEFT JOIN plan_reset r USING (version)
ORDER BY v.version DESC;

-- name: base
SELECT definition FROM current_indicator WHERE origin = 'catalog'
QUALIFY row_number() OVER (PARTITION BY indicator ORDER BY ordinal, plan) = 1
ORDER BY ordinal;

-- name: in_use
-- Codes that have figures of standing submissions.
SELECT DISTINCT c.code FROM current_indicator_code c
SEMI JOIN (SELECT indicator FROM observation SEMI JOIN standing_submission USING (submission)) USING (indicator);

-- name: insert_details
INSERT INTO goal_detail BY NAME SELECT CAST(? AS INTEGER) AS version, * FROM incoming_detail;

-- name: known
SELECT count(*) FROM catalog_version WHERE version = ?;

-- name: standing
-- Targets that stand at a version for the copy: the catalogue's of version $catalog, and the goals of every area
-- or of $area alone.
WITH known AS (SELECT version FROM catalog_version WHERE version <= $version)
SELECT t.version, t.target FROM target t SEMI JOIN known USING (version)
LEFT JOIN (SELECT area, max(version) AS since FROM plan_reset SEMI JOIN known USING (version) GROUP BY area) r
    ON r.area = t.area
WHERE t.origin = 'goals' AND t.version >= coalesce(r.since, 0) AND ($area IS NULL OR t.area = $area)
    OR t.origin = 'catalog' AND t.version = $catalog
QUALIFY t.version = max(t.version) OVER (
    PARTITION BY t.origin, t.area, t.target_set, t.plan, t.period_start, t.target_version);

-- name: copy_version
INSERT INTO catalog_version
SELECT ?, source, sha256, CAST(? AS TIMESTAMP), ? FROM catalog_version WHERE version = ?;

-- name: copy_version_of
-- The same where one area alone goes back: no file has this content, and the source is that of the area's goals.
INSERT INTO catalog_version
SELECT $made, source, '', CAST($at AS TIMESTAMP), $by FROM catalog_version
WHERE version = coalesce((SELECT max(version) FROM target
    WHERE origin = 'goals' AND area = $area AND version <= $version), $version);

-- name: copy_indicator
INSERT INTO indicator BY NAME SELECT * REPLACE (CAST(? AS INTEGER) AS version) FROM indicator WHERE version = ?;

-- name: copy_indicator_code
INSERT INTO indicator_code BY NAME
SELECT * REPLACE (CAST(? AS INTEGER) AS version) FROM indicator_code WHERE version = ?;

-- name: copy_own
-- Indicators that the copied goals defined for themselves and that the catalogue in force has no more.
INSERT INTO {table} BY NAME
SELECT i.* REPLACE (CAST($made AS INTEGER) AS version) FROM {table} i
SEMI JOIN (SELECT indicator FROM target SEMI JOIN standing_copy USING (version, target)) w USING (indicator)
ANTI JOIN (SELECT indicator FROM {table} WHERE version = $catalog) n USING (indicator)
WHERE i.version <= $version
QUALIFY i.version = max(i.version) OVER (PARTITION BY i.indicator);

-- name: copy_target
INSERT INTO target BY NAME
SELECT t.* REPLACE (CAST(? AS INTEGER) AS version) FROM target t SEMI JOIN standing_copy USING (version, target);

-- name: copy_milestone
INSERT INTO milestone BY NAME
SELECT t.* REPLACE (CAST(? AS INTEGER) AS version) FROM milestone t SEMI JOIN standing_copy USING (version, target);

-- name: copy_goal_detail
INSERT INTO goal_detail BY NAME
SELECT t.* REPLACE (CAST(? AS INTEGER) AS version) FROM goal_detail t SEMI JOIN standing_copy USING (version, target);

-- name: insert_resets
INSERT INTO plan_reset
SELECT CAST(? AS INTEGER), area, CAST(? AS INTEGER), ?, CAST(? AS TIMESTAMP), ?
FROM (SELECT DISTINCT area FROM target WHERE origin = 'goals') WHERE CAST(? AS BIGINT) IN (0, area);
