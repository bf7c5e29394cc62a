-- name: data_version
SELECT max(change) FROM journal;

-- name: current
SELECT * EXCLUDE (indicator_key, area_key) REPLACE (CAST(submission AS VARCHAR) AS submission)
FROM current_named
WHERE (CAST(? AS BIGINT) IS NULL OR indicator_key = ?)
    AND (CAST(? AS BIGINT) IS NULL OR area_key = ?)
    AND (CAST(? AS INTEGER) IS NULL OR year = ?)
ORDER BY submission, rec;

-- name: indicator_key
SELECT arg_max(indicator, version) FROM indicator_code WHERE code = ?;

-- name: history
SELECT n.* EXCLUDE (indicator_key, area_key) REPLACE (CAST(n.submission AS VARCHAR) AS submission),
    w.submission IS NOT NULL AS withdrawn, w.recorded_by AS withdrawn_by, w.reason, w.recorded_at AS withdrawn_at,
    c.submission IS NOT NULL AS counts
FROM named_observation n
LEFT JOIN withdrawal w USING (submission)
LEFT JOIN current_observation c
    ON c.submission = n.submission AND c.rec = n.rec AND c.indicator = n.indicator_key AND c.area = n.area_key
WHERE n.indicator_key = ? AND n.area_key = ? AND n.year = ?
ORDER BY n.submission, n.rec;

-- name: put_setting
INSERT INTO setting VALUES (?, ?, ?, ?, ?);

-- name: settings
SELECT name, value FROM current_setting ORDER BY name;

-- name: offices
SELECT path FROM current_area SEMI JOIN (SELECT seat AS area FROM office_seat) USING (area);
