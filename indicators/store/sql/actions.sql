-- name: put_action
INSERT INTO action_opened VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: put_step
INSERT INTO action_step VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: actions
-- Actions as they were opened, the newest first.
SELECT CAST(o.action AS VARCHAR), i.code, i.name, a.path, o.plan, o.year, o.title, o.lead_unit, o.coop_units, o.cause,
    o.measure, o.project, o.opened, o.deadline, o.recorded_by, o.recorded_at, r.record IS NOT NULL, r.recorded_by, r.reason
FROM action_opened o
LEFT JOIN known_indicator i ON i.indicator = o.indicator
LEFT JOIN current_area a ON a.area = o.area
LEFT JOIN retraction r ON r.record = o.action
WHERE CAST($record AS UUID) IS NULL OR o.action = $record
ORDER BY o.action DESC;

-- name: steps
-- Steps of all actions or of one, in the order they were recorded.
SELECT CAST(s.step AS VARCHAR), CAST(s.action AS VARCHAR), s.kind, s.happened, s.state, s.deadline, s.note, s.file,
    s.sha256, s.size, s.recorded_by, s.recorded_at, r.record IS NOT NULL, r.recorded_by, r.reason
FROM action_step s
LEFT JOIN retraction r ON r.record = s.step
WHERE CAST($record AS UUID) IS NULL OR s.action = $record
ORDER BY s.step;

-- name: action_of
SELECT action FROM action_step WHERE step = CAST(? AS UUID);

-- name: evidence
SELECT s.file, f.bytes FROM action_step s JOIN file_bytes f USING (sha256) WHERE s.step = CAST(? AS UUID);
