-- What the records of each submission hold. {which} is a condition on o.submission, mostly a list of names.

-- name: every
SELECT CAST(submission AS VARCHAR) FROM submission;

-- name: purged
SELECT count(*) FROM purge;

-- name: standing
SELECT CAST(submission AS VARCHAR) FROM standing_submission ORDER BY turn;

-- name: areas
SELECT DISTINCT CAST(o.submission AS VARCHAR) AS submission, o.area FROM observation o WHERE {which};

-- name: years
SELECT CAST(submission AS VARCHAR) AS submission, year
FROM (SELECT DISTINCT o.submission, o.year FROM observation o WHERE {which});

-- name: breakdowns
-- Without figures of part of a year (1–9月), which judge nothing.
SELECT CAST(o.submission AS VARCHAR) AS submission, o.indicator, o.breakdown, min(o.year) AS since
FROM observation o
WHERE o.breakdown <> 0 AND {which}
    AND (o.period = 0 OR NOT regexp_matches(coalesce(o.period_label, ''), '\d\s*月|季|上半年|下半年'))
GROUP BY ALL;

-- name: last_told
-- Which of the years the last record has a figure of. Parameters of this and the next two: years, the submission of each.
WITH wanted AS (SELECT unnest($1::INTEGER[]) AS year, CAST(unnest($2::VARCHAR[]) AS UUID) AS submission)
SELECT w.year FROM wanted w JOIN (
    SELECT o.submission, o.year, arg_max(o.value IS NOT NULL, o.rec) AS figure FROM observation o WHERE {which} GROUP BY ALL
) t ON t.submission = w.submission AND t.year = w.year
WHERE t.figure;

-- name: last_counting
WITH wanted AS (SELECT unnest($1::INTEGER[]) AS year, CAST(unnest($2::VARCHAR[]) AS UUID) AS submission)
SELECT DISTINCT year FROM (
    SELECT o.year, o.value FROM observation o SEMI JOIN wanted w ON w.submission = o.submission AND w.year = o.year
    WHERE {which}
    QUALIFY row_number() OVER (
        PARTITION BY o.submission, o.indicator, o.area, o.year, o.period, o.breakdown ORDER BY o.rec DESC
    ) = 1
) WHERE value IS NOT NULL;

-- name: counting
SELECT DISTINCT year FROM (
    SELECT o.year, o.value FROM standing_observation o WHERE o.year IN (SELECT unnest($1::INTEGER[])) AND len($2) > 0
    QUALIFY row_number() OVER (
        PARTITION BY o.indicator, o.area, o.year, o.period, o.breakdown ORDER BY o.turn * 4294967296 + o.rec DESC
    ) = 1
) WHERE value IS NOT NULL;
