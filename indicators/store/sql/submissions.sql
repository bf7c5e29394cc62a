-- name: codes
SELECT code, indicator FROM current_indicator_code;

-- name: areas
SELECT path, area FROM current_area;

-- name: new_breakdowns
INSERT INTO breakdown
SELECT i.breakdown, i.text FROM incoming_breakdown i ANTI JOIN breakdown USING (breakdown);

-- name: clashing_breakdowns
SELECT i.text, b.text FROM incoming_breakdown i JOIN breakdown b USING (breakdown) WHERE i.text <> b.text;

-- name: store_bytes
INSERT INTO file_bytes
SELECT n.sha256, n.bytes, n.recorded_at
FROM (SELECT ? AS sha256, CAST(? AS BLOB) AS bytes, CAST(? AS TIMESTAMP) AS recorded_at) n
ANTI JOIN file_bytes USING (sha256);

-- name: insert_submission
INSERT INTO submission BY NAME
SELECT CAST(? AS UUID) AS submission, ? AS file, ? AS sha256, ? AS size, ? AS unit, ? AS uploader, ? AS area,
    ? AS year, ? AS accepted, ? AS blocked, ? AS note, ? AS reader, ? AS answers, CAST(? AS TIMESTAMP) AS recorded_at;

-- name: insert_observations
INSERT INTO observation BY NAME SELECT CAST(? AS UUID) AS submission, * FROM incoming;

-- name: insert_findings
INSERT INTO finding BY NAME SELECT CAST(? AS UUID) AS submission, * FROM incoming_finding;

-- name: insert_explanation
INSERT INTO explanation VALUES (CAST(? AS UUID), ?, ?, ?, ?);

-- name: insert_held
INSERT INTO held_observation BY NAME
SELECT CAST(? AS UUID) AS submission, i.* REPLACE (CAST(i.against AS UUID) AS against) FROM incoming_held i;

-- name: holds
SELECT 1 FROM submission WHERE sha256 = ? LIMIT 1;

-- name: same_bytes
SELECT s.submission
FROM standing_submission s
LEFT JOIN (SELECT submission, count(*) AS held FROM held_observation GROUP BY submission) h USING (submission)
WHERE s.sha256 = ? AND s.area IS NOT DISTINCT FROM CAST(? AS BIGINT)
    AND s.year IS NOT DISTINCT FROM CAST(? AS INTEGER)
    AND s.accepted + coalesce(h.held, 0) = ?
ORDER BY s.submission DESC;

-- name: differing_rows
SELECT count(*) FROM (
    SELECT indicator, area, year, breakdown, period, as_of, value, text, numerator, denominator,
        qualifier, missing, file, sheet, cell
    FROM (SELECT * FROM incoming UNION ALL BY NAME SELECT * EXCLUDE (against, against_rec) FROM incoming_held)
    EXCEPT ALL
    SELECT indicator, area, year, breakdown, period, as_of, value, text, numerator, denominator,
        qualifier, missing, file, sheet, cell
    FROM (
        SELECT * FROM observation WHERE submission = CAST(? AS UUID)
        UNION ALL BY NAME
        SELECT * EXCLUDE (against, against_rec) FROM held_observation WHERE submission = CAST(? AS UUID)
    )
);

-- name: explain
INSERT INTO explanation
SELECT submission, ?, ?, ?, CAST(? AS TIMESTAMP) FROM submission WHERE submission = CAST(? AS UUID);

-- name: insert_withdrawal
INSERT INTO withdrawal VALUES (CAST(? AS UUID), ?, ?, ?);

-- name: state
SELECT s.submission, w.submission IS NOT NULL
FROM submission s LEFT JOIN withdrawal w USING (submission)
WHERE s.submission = CAST(? AS UUID);

-- name: list
SELECT CAST(s.submission AS VARCHAR), s.file, s.sha256, s.size, s.uploader, s.recorded_at, s.unit, a.path, s.year,
    s.accepted, s.blocked, w.submission IS NOT NULL, coalesce(h.held, 0), coalesce(s.note, ''), p.submission IS NOT NULL
FROM submission s
LEFT JOIN current_area a USING (area)
LEFT JOIN (SELECT DISTINCT submission FROM withdrawal) w USING (submission)
LEFT JOIN (SELECT submission, count(*) AS held FROM open_conflict GROUP BY submission) h USING (submission)
LEFT JOIN (SELECT DISTINCT submission FROM purge) p USING (submission)
WHERE CAST(? AS UUID) IS NULL OR s.submission = CAST(? AS UUID)
ORDER BY s.submission DESC;

-- name: bytes
SELECT s.file, f.bytes FROM submission s JOIN file_bytes f USING (sha256) WHERE s.submission = CAST(? AS UUID);

-- name: findings
SELECT code, severity, message, hint, file, sheet, cell, indicator, area, year, value
FROM finding WHERE submission = CAST(? AS UUID) ORDER BY rec;

-- name: explanations
SELECT finding, text, recorded_by, recorded_at FROM explanation
WHERE submission = CAST(? AS UUID) ORDER BY recorded_at, finding;
