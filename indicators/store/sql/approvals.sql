-- name: insert
INSERT INTO handed_in BY NAME
SELECT CAST(? AS UUID) AS handin, CAST(? AS UUID) AS earlier, ? AS file, ? AS sha256, ? AS size, ? AS unit, ? AS area,
    ? AS year, ? AS answers, ? AS explanations, ? AS figures, ? AS blocked, ? AS latest,
    CAST(? AS TIMESTAMP) AS recorded_at, ? AS recorded_by;

-- name: insert_findings
INSERT INTO handed_in_finding BY NAME SELECT CAST(? AS UUID) AS handin, * FROM incoming_finding;

-- name: insert_step
INSERT INTO handed_in_step VALUES (CAST(? AS UUID), CAST(? AS UUID), ?, ?, CAST(? AS UUID), ?, ?);

-- name: waiting_twin
SELECT CAST(handin AS VARCHAR) FROM current_handed_in
WHERE sha256 = ? AND unit = ? AND state IN ('submitted', 'reviewed') LIMIT 1;

-- name: list
SELECT CAST(h.handin AS VARCHAR), CAST(h.earlier AS VARCHAR), h.file, h.sha256, h.size, h.unit, a.path, h.year,
    coalesce(h.answers, '{}'), coalesce(h.explanations, '{}'), h.figures, h.blocked, h.latest, h.recorded_by,
    h.recorded_at, h.state, CAST(h.submission AS VARCHAR), w.submission IS NOT NULL,
    h.state = 'accepted' AND (coalesce(y.closed, FALSE) OR l.year IS NOT NULL),
    CAST(n.handin AS VARCHAR)
FROM current_handed_in h
LEFT JOIN current_area a USING (area)
LEFT JOIN (SELECT DISTINCT submission FROM withdrawal) w ON w.submission = h.submission
LEFT JOIN current_reporting_year y ON y.year = h.latest AND y.seat IS NOT DISTINCT FROM h.seat
LEFT JOIN current_unit_lock l ON l.year = h.latest AND l.who = h.who AND l.seat IS NOT DISTINCT FROM h.seat
LEFT JOIN (SELECT earlier, max(handin) AS handin FROM handed_in GROUP BY earlier) n ON n.earlier = h.handin
WHERE CAST(? AS UUID) IS NULL OR h.handin = CAST(? AS UUID)
ORDER BY h.handin DESC;

-- name: steps
SELECT state, coalesce(note, ''), recorded_by, recorded_at FROM handed_in_step
WHERE handin = CAST(? AS UUID) ORDER BY step;

-- name: every_step
SELECT CAST(handin AS VARCHAR), state, coalesce(note, ''), recorded_by, recorded_at FROM handed_in_step ORDER BY step;

-- name: findings
SELECT code, severity, message, hint, file, sheet, cell, indicator, area, year, value
FROM handed_in_finding WHERE handin = CAST(? AS UUID) ORDER BY rec;

-- name: bytes
SELECT h.file, f.bytes FROM handed_in h JOIN file_bytes f USING (sha256) WHERE h.handin = CAST(? AS UUID);

-- name: put_lock
INSERT INTO unit_lock VALUES (CAST(? AS UUID), ?, ?, ?, ?, CAST(? AS TIMESTAMP), ?, CAST(? AS BIGINT));

-- name: lock_state
SELECT l.unit FROM current_unit_lock l
WHERE l.year = $year AND l.seat IS NOT DISTINCT FROM CAST($seat AS BIGINT) AND l.who = coalesce((
    SELECT CAST(unit AS VARCHAR) FROM unit_called
    WHERE alias = $unit AND seat IS NOT DISTINCT FROM CAST($seat AS BIGINT)), $unit);

-- name: locks
SELECT coalesce(u.name, l.unit) AS unit, l.year, coalesce(l.reason, '') AS reason, l.recorded_by AS "by",
    l.recorded_at AS at
FROM current_unit_lock l LEFT JOIN current_unit u ON CAST(u.unit AS VARCHAR) = l.who
WHERE l.seat IS NOT DISTINCT FROM CAST($seat AS BIGINT)
ORDER BY l.year DESC, 1;

-- name: lock_history
SELECT year, NULL AS unit, event = 'closed' AS locked, coalesce(reason, '') AS reason, recorded_by AS "by",
    recorded_at AS at
FROM reporting_year WHERE event IN ('closed', 'reopened') AND seat IS NOT DISTINCT FROM CAST($seat AS BIGINT)
UNION ALL
SELECT year, unit, locked, coalesce(reason, ''), recorded_by, recorded_at FROM unit_lock
WHERE seat IS NOT DISTINCT FROM CAST($seat AS BIGINT)
ORDER BY 6;

-- name: any_lock
SELECT 1 FROM current_reporting_year WHERE closed UNION ALL SELECT 1 FROM current_unit_lock LIMIT 1;

-- name: locked_rows
-- Locked years that the standing figures of submissions touch, beside whose they are (null: the whole year). A figure
-- touches what stands in its place, too.
WITH touched AS (
    SELECT DISTINCT o.indicator, o.area, o.year, o.period, o.breakdown
    FROM observation o SEMI JOIN standing_submission s USING (submission)
    WHERE o.submission IN (SELECT unnest(CAST(? AS UUID[])))
)
SELECT DISTINCT t.year, CAST(NULL AS VARCHAR)
FROM touched t LEFT JOIN area_seat b ON b.area = t.area
JOIN current_reporting_year y ON y.year = t.year AND y.seat IS NOT DISTINCT FROM b.seat WHERE y.closed
UNION ALL
SELECT DISTINCT o.year, l.unit
FROM observation o
JOIN touched t USING (indicator, area, year, period, breakdown)
JOIN standing_submission s ON s.submission = o.submission
LEFT JOIN area_seat b ON b.area = s.area
LEFT JOIN unit_called n ON n.alias = s.unit AND n.seat IS NOT DISTINCT FROM b.seat
JOIN current_unit_lock l ON l.year = o.year AND l.who = coalesce(CAST(n.unit AS VARCHAR), s.unit)
    AND l.seat IS NOT DISTINCT FROM b.seat;

-- name: locked_held
-- The same for held figures of a submission that are about to be decided.
WITH touched AS (
    SELECT DISTINCT h.indicator, h.area, h.year, h.period, h.breakdown, h.submission
    FROM held_observation h
    WHERE h.submission = CAST(? AS UUID) AND h.rec IN (SELECT unnest(CAST(? AS INTEGER[])))
),
owners AS (
    SELECT t.year, t.submission, t.area FROM touched t
    UNION
    SELECT t.year, o.submission, t.area
    FROM observation o JOIN touched t USING (indicator, area, year, period, breakdown)
    SEMI JOIN standing_submission s ON s.submission = o.submission
)
SELECT DISTINCT o.year, CAST(NULL AS VARCHAR)
FROM owners o LEFT JOIN area_seat b ON b.area = o.area
JOIN current_reporting_year y ON y.year = o.year AND y.seat IS NOT DISTINCT FROM b.seat WHERE y.closed
UNION ALL
SELECT DISTINCT o.year, l.unit
FROM owners o JOIN submission s USING (submission)
LEFT JOIN area_seat b ON b.area = s.area
LEFT JOIN unit_called n ON n.alias = s.unit AND n.seat IS NOT DISTINCT FROM b.seat
JOIN current_unit_lock l ON l.year = o.year AND l.who = coalesce(CAST(n.unit AS VARCHAR), s.unit)
    AND l.seat IS NOT DISTINCT FROM b.seat;

-- name: purge_list
SELECT handin FROM handed_in WHERE sha256 = ?;

-- name: gone_handed_in_finding
handin IN (SELECT handin FROM handed_in WHERE sha256 = ?)

-- name: gone_words
SELECT * REPLACE (
    CASE WHEN sha256 = ? THEN NULL ELSE answers END AS answers,
    CASE WHEN sha256 = ? THEN NULL ELSE explanations END AS explanations
)
FROM handed_in

-- name: texts_of
SELECT DISTINCT text FROM (
    SELECT unnest([message, value]) AS text FROM handed_in_finding
    WHERE handin IN (SELECT handin FROM handed_in WHERE sha256 = ?)
    UNION ALL
    SELECT unnest([answers, explanations]) FROM handed_in WHERE sha256 = ?
)
WHERE length(text) >= 4;

-- name: texts_left
SELECT DISTINCT text FROM (
    SELECT unnest([message, value]) AS text FROM handed_in_finding
    UNION ALL
    SELECT unnest([answers, explanations]) FROM handed_in
)
WHERE text IS NOT NULL;
