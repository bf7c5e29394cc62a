-- The figures of a synthetic district and year. Tables: g_area (area, parent, level 1 county, 2 town, 3 village,
-- ordinal), g_indicator (indicator, multiplier, decimals, falls, reach: down to which level, ordinal).
-- name: figures
leaf AS (
    -- the level that reports an indicator of itself: numerator and denominator by hashes of seed and keys
    SELECT a.area, a.parent, a.level, i.indicator,
        hash($seed, i.indicator, a.area, $year) AS chance,
        20 + (hash($seed, i.indicator, a.area, 'denominator') % 400)::INT + ($year - 2015) AS denominator,
        (0.25 + (hash($seed, i.indicator, 'start') % 50) / 100.0
            + (CASE WHEN i.falls THEN -1 ELSE 1 END) * ($year - 2015) * ((hash($seed, i.indicator, 'pace') % 20)::INT - 3) / 1000.0
            + ((hash($seed, i.indicator, a.area, 'own') % 200) / 1000.0 - 0.1))
            * CASE WHEN i.multiplier > 100 THEN 0.02 ELSE 1 END AS share
    FROM g_area AS a JOIN g_indicator AS i ON i.reach = a.level
), counted AS (
    SELECT area, parent, level, indicator, denominator::DOUBLE AS denominator,
        -- not there at all, or with a reason for having no figure
        chance % 1000 < 20 AS absent, chance % 1000 < 30 AS lacking,
        least(denominator, round(denominator * greatest(share, 0) + (chance >> 20) % 5
            + CASE WHEN revision.revision > 0 AND (chance >> 30) % 33 = 0 THEN 3 ELSE 0 END)) AS numerator,
        revision.revision
    FROM leaf, revision
), summed AS (
    SELECT area, level, indicator, revision, absent, lacking, numerator, denominator FROM counted
    UNION ALL
    -- a town has the sums of its villages, a district of whatever lies in it
    SELECT parent, 2, indicator, revision, hash($seed, indicator, parent, $year) % 1000 < 10, FALSE,
        sum(numerator), sum(denominator)
    FROM counted WHERE level = 3 AND NOT lacking GROUP BY parent, indicator, revision
    UNION ALL
    SELECT (SELECT area FROM g_area WHERE level = 1), 1, indicator, revision,
        hash($seed, indicator, $year, (SELECT area FROM g_area WHERE level = 1)) % 1000 < 10, FALSE,
        sum(numerator), sum(denominator)
    FROM counted WHERE level > 1 AND NOT lacking GROUP BY indicator, revision
), figure AS (
    SELECT s.*, i.decimals::TINYINT AS places, i.ordinal, a.ordinal AS line, i.multiplier,
        CASE WHEN NOT s.lacking THEN CASE WHEN i.multiplier IS NULL THEN s.numerator
            ELSE round(s.numerator / s.denominator * i.multiplier, i.decimals::INT) END END AS value
    FROM summed AS s JOIN g_indicator AS i USING (indicator) JOIN g_area AS a ON a.area = s.area
    WHERE NOT s.absent
)
-- name: columns
    CAST(row_number() OVER (ORDER BY line, ordinal) - 1 AS INTEGER) AS rec, indicator, area, $year::SMALLINT AS year,
    0::BIGINT AS breakdown, 0::BIGINT AS period, value, printf('%.' || places || 'f', value) AS text,
    CASE WHEN value IS NOT NULL THEN places END AS decimals,
    CASE WHEN value IS NOT NULL AND multiplier IS NOT NULL THEN numerator END AS numerator,
    CASE WHEN value IS NOT NULL AND multiplier IS NOT NULL THEN denominator END AS denominator,
    'exact' AS qualifier, CASE WHEN value IS NULL THEN 'not_collected' END AS missing,
    '表' || (ordinal // 20 + 1) AS sheet, chr((66 + ordinal % 20)::INT) || (line + 3) AS cell,
    printf('%.' || places || 'f', value) AS raw
-- name: whole
INSERT INTO observation BY NAME
WITH revision AS (SELECT 0 AS revision), {figures}
SELECT $submission::UUID AS submission, {columns} FROM figure ORDER BY rec;
-- name: correction
-- Of some villages other figures, and so other sums: only what differs.
INSERT INTO observation BY NAME
WITH revision AS (SELECT unnest([0, 1]) AS revision), {figures}, changed AS (
    SELECT n.* FROM figure AS n JOIN figure AS o USING (area, indicator)
    WHERE n.revision = 1 AND o.revision = 0 AND (n.numerator <> o.numerator)
)
SELECT $submission::UUID AS submission, {columns} FROM changed ORDER BY rec;
-- name: withdrawn
-- The district's own figures once more, all wrong.
INSERT INTO observation BY NAME
WITH revision AS (SELECT 0 AS revision), {figures}
SELECT $submission::UUID AS submission, {columns}
FROM (SELECT * REPLACE (value + 1 AS value) FROM figure WHERE level = 1) ORDER BY rec;
-- name: contradiction
-- The district's first five figures otherwise, held for a decision against the first standing record.
INSERT INTO held_observation BY NAME
WITH revision AS (SELECT 0 AS revision), {figures}, mine AS (
    SELECT $submission::UUID AS submission, {columns}
    FROM (SELECT * REPLACE (value + 1 AS value) FROM figure WHERE level = 1 AND value IS NOT NULL ORDER BY ordinal LIMIT 5)
)
SELECT m.*, o.submission AS against, o.rec AS against_rec
FROM mine AS m JOIN current_observation AS o USING (indicator, area, year, breakdown, period) ORDER BY m.rec;
-- name: submission
INSERT INTO submission BY NAME
SELECT CAST(? AS UUID) AS submission, ? AS file, ? AS sha256, ? AS size, ? AS unit, ? AS uploader, ? AS area,
    ? AS year, ? AS accepted, 0 AS blocked, CAST(? AS TIMESTAMP) AS recorded_at;
