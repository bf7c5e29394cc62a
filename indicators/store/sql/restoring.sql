-- Each gives the rows of records taken over that cannot be: the table's name stands before the two underscores.

-- name: areas
-- An area's own name in the key column is its path; the one above it is what the path says.
SELECT t.travel_row, t.path FROM travel_text t
WHERE t.area IS NULL OR t.path IS NULL OR t.name IS NULL OR CASE WHEN left(t.area, 2) = '##' THEN substr(t.area, 2) ELSE t.area END <> t.path
    OR t.parent IS DISTINCT FROM (CASE WHEN contains(t.path, '/') THEN regexp_replace(t.path, '/[^/]*$', '') END)
    OR t.level NOT IN ('nation', 'province', 'city', 'county', 'town', 'village') OR t.level IS NULL
ORDER BY 1 LIMIT 1;

-- name: area__twice
SELECT path FROM area GROUP BY path HAVING count(DISTINCT area) > 1 LIMIT 1;

-- name: area__above
SELECT a.path FROM area a WHERE a.parent IS NOT NULL AND a.parent NOT IN (SELECT area FROM area WHERE area IS NOT NULL) LIMIT 1;

-- name: submission__number
SELECT coalesce(any_value(file), '?') FROM submission GROUP BY submission HAVING count(*) > 1 OR submission IS NULL LIMIT 1;

-- name: submission__whole
SELECT file FROM submission WHERE file IS NULL OR sha256 IS NULL OR recorded_at IS NULL OR uploader IS NULL LIMIT 1;

-- name: submission__area
SELECT file FROM submission s WHERE s.area IS NOT NULL AND s.area NOT IN (SELECT area FROM area) LIMIT 1;

-- name: observation__whole
SELECT coalesce(cell, '?') FROM observation
WHERE rec IS NULL OR year IS NULL OR value IS NULL AND missing IS NULL OR qualifier IS NULL LIMIT 1;

-- name: observation__submission
SELECT CAST(o.submission AS VARCHAR) FROM observation o ANTI JOIN submission USING (submission) LIMIT 1;

-- name: observation__area
SELECT coalesce(CAST(o.area AS VARCHAR), '?') FROM observation o ANTI JOIN area USING (area) LIMIT 1;

-- name: observation__indicator
SELECT coalesce(CAST(o.indicator AS VARCHAR), '?') FROM observation o ANTI JOIN indicator USING (indicator) LIMIT 1;

-- name: observation__twice
SELECT CAST(submission AS VARCHAR) || ' ' || rec FROM observation GROUP BY submission, rec HAVING count(*) > 1 LIMIT 1;

-- name: observation__missing
SELECT missing FROM observation WHERE missing NOT IN
    ('blank', 'not_collected', 'not_carried_out', 'not_applicable', 'not_published', 'suppressed', 'unreadable') LIMIT 1;

-- name: observation__qualifier
SELECT qualifier FROM observation WHERE qualifier NOT IN ('exact', 'at_least', 'about') LIMIT 1;

-- name: held_observation__submission
SELECT CAST(o.submission AS VARCHAR) FROM held_observation o ANTI JOIN submission USING (submission) LIMIT 1;

-- name: withdrawal__submission
SELECT CAST(o.submission AS VARCHAR) FROM withdrawal o ANTI JOIN submission USING (submission) LIMIT 1;

-- name: finding__submission
SELECT CAST(o.submission AS VARCHAR) FROM finding o ANTI JOIN submission USING (submission) LIMIT 1;

-- name: explanation__submission
SELECT CAST(o.submission AS VARCHAR) FROM explanation o ANTI JOIN submission USING (submission) LIMIT 1;

-- name: indicator__version
SELECT code FROM indicator ANTI JOIN catalog_version USING (version) LIMIT 1;

-- name: indicator__whole
SELECT coalesce(code, '?') FROM indicator WHERE indicator IS NULL OR code IS NULL OR definition IS NULL LIMIT 1;

-- name: target__version
SELECT phrase FROM target ANTI JOIN catalog_version USING (version) LIMIT 1;

-- name: milestone__target
SELECT CAST(target AS VARCHAR) FROM milestone ANTI JOIN target USING (version, target) LIMIT 1;

-- name: published_verdict__result
SELECT CAST(v.result AS VARCHAR) FROM published_verdict v ANTI JOIN published USING (result) LIMIT 1;

-- name: action_step__action
SELECT step FROM action_step ANTI JOIN action_opened USING (action) LIMIT 1;

-- name: boundary__file
SELECT boundaries FROM boundary ANTI JOIN boundary_file USING (boundaries) LIMIT 1;
