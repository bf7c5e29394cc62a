-- name: put_flag
INSERT INTO alert_flag VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: put_mark
INSERT INTO alert_mark VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: flags
-- Warnings raised by hand and marks, the newest first; kind is flag or mark.
SELECT CAST(s.record AS VARCHAR), s.kind, i.code, i.name, a.path, s.year, s.level, s.note, s.recorded_by, s.recorded_at,
    r.record IS NOT NULL, r.recorded_by, r.reason
FROM (
    SELECT flag AS record, 'flag' AS kind, * EXCLUDE (flag) FROM alert_flag
    UNION ALL BY NAME
    SELECT mark AS record, 'mark' AS kind, * EXCLUDE (mark) FROM alert_mark
) s
LEFT JOIN known_indicator i ON i.indicator = s.indicator
LEFT JOIN current_area a ON a.area = s.area
LEFT JOIN retraction r ON r.record = s.record
WHERE (CAST($area AS BIGINT) IS NULL OR s.area = $area) AND (CAST($record AS UUID) IS NULL OR s.record = $record)
ORDER BY s.record DESC;
