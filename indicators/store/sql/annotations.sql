-- name: put_annotation
INSERT INTO annotation VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: annotations
-- Remarks on years, by year, then in the order in which they were made. Asked for one indicator, those of every
-- indicator are among them.
SELECT CAST(s.annotation AS VARCHAR), i.code, i.name, a.path, s.year, s.kind, s.text, s.recorded_by, s.recorded_at,
    r.record IS NOT NULL, r.recorded_by, r.reason
FROM annotation s
LEFT JOIN known_indicator i ON i.indicator = s.indicator
LEFT JOIN current_area a ON a.area = s.area
LEFT JOIN retraction r ON r.record = s.annotation
WHERE (CAST($indicator AS BIGINT) IS NULL OR s.indicator IS NULL OR s.indicator = $indicator)
    AND (CAST($area AS BIGINT) IS NULL OR s.area = $area)
    AND (CAST($record AS UUID) IS NULL OR s.annotation = $record)
ORDER BY s.year, s.annotation;
