-- `{seat}` is put in as a number or NULL: the key of the office whose register and years are meant.
-- name: units
SELECT u.name, coalesce(u.liaison, ''), coalesce(u.telephone, ''), a.path,
    coalesce(list_sort((SELECT list(n.alias) FROM current_unit_alias n WHERE n.unit = u.unit)), []),
    coalesce(u.note, ''), u.active, u.unit, u.ordinal
FROM current_unit u LEFT JOIN current_area a USING (area)
WHERE u.seat IS NOT DISTINCT FROM {seat}
ORDER BY u.ordinal, u.name;

-- name: insert_unit
INSERT INTO unit BY NAME
SELECT CAST(? AS UUID) AS change, ? AS unit, ? AS name, ? AS liaison, ? AS telephone, ? AS area, ? AS note,
    ? AS active, ? AS ordinal, CAST(? AS TIMESTAMP) AS recorded_at, ? AS recorded_by, {seat} AS seat;

-- name: insert_alias
INSERT INTO unit_alias VALUES (CAST(? AS UUID), ?, ?, ?, ?, {seat});

-- name: named
SELECT unit FROM unit_name WHERE alias = ? AND seat IS NOT DISTINCT FROM {seat};

-- name: insert_duty
INSERT INTO duty VALUES (CAST(? AS UUID), ?, ?, ?, ?, ?, ?);

-- name: duty_held
SELECT owed FROM current_duty WHERE unit = ? AND indicator = ? AND owed IS NOT NULL;

-- name: duties
SELECT u.name AS unit, i.code, d.owed, d.reason
FROM current_duty d JOIN current_unit u USING (unit) JOIN known_indicator i USING (indicator)
WHERE d.owed IS NOT NULL AND u.seat IS NOT DISTINCT FROM {seat}
ORDER BY u.ordinal, i.ordinal;

-- name: year_state
SELECT closed FROM current_reporting_year WHERE year = ? AND seat IS NOT DISTINCT FROM {seat};

-- name: insert_year
INSERT INTO reporting_year VALUES (CAST(? AS UUID), ?, ?, ?, ?, ?, ?, {seat});

-- name: years
SELECT year, deadline, closed, opened_at, closed_at, reason FROM current_reporting_year
WHERE seat IS NOT DISTINCT FROM {seat} ORDER BY year DESC;

-- name: insert_self_assessment
INSERT INTO self_assessment VALUES (CAST(? AS UUID), ?, ?, ?, ?, ?);

-- name: self_assessment_held
SELECT text FROM current_self_assessment WHERE unit = ? AND year = ? AND text <> '';

-- name: self_assessments
SELECT u.name AS unit, s.year, s.text, s.recorded_by AS "by", s.recorded_at AS at
FROM current_self_assessment s JOIN current_unit u USING (unit)
WHERE s.text <> '' AND u.seat IS NOT DISTINCT FROM {seat} AND (CAST(? AS INTEGER) IS NULL OR s.year = ?)
ORDER BY u.ordinal, s.year;

-- name: conflicts
SELECT CAST(c.submission AS VARCHAR) AS submission, c.rec, i.code, i.name AS indicator, a.path AS area, c.year,
    c.period_label, coalesce(b.text, '') AS breakdown, i.unit, c.value, c.text, c.raw,
    coalesce(c.file, s.file) AS file, c.sheet, c.cell, s.unit AS from_unit, s.uploader, s.recorded_at AS at,
    CAST(c.against AS VARCHAR) AS against, c.against_rec, o.value AS old_value, o.text AS old_text,
    coalesce(o.file, t.file) AS old_file, o.sheet AS old_sheet, o.cell AS old_cell, t.unit AS old_unit,
    t.uploader AS old_uploader, t.recorded_at AS old_at
FROM open_conflict c
JOIN submission s ON s.submission = c.submission
LEFT JOIN known_indicator i ON i.indicator = c.indicator
LEFT JOIN current_area a ON a.area = c.area
LEFT JOIN breakdown b ON b.breakdown = c.breakdown
LEFT JOIN current_observation o ON o.indicator = c.indicator AND o.area = c.area AND o.year = c.year
    AND o.period = c.period AND o.breakdown = c.breakdown
LEFT JOIN submission t ON t.submission = o.submission
ORDER BY c.submission, c.rec;

-- name: open_recs
SELECT rec FROM open_conflict WHERE submission = CAST(? AS UUID);

-- name: adopt_submission
INSERT INTO submission BY NAME
SELECT * REPLACE (
    CAST(? AS UUID) AS submission, ? AS uploader, ? AS note, CAST(? AS INTEGER) AS accepted, 0 AS blocked,
    CAST(? AS TIMESTAMP) AS recorded_at
)
FROM submission WHERE submission = CAST(? AS UUID);

-- name: adopt_rows
INSERT INTO observation BY NAME
SELECT h.* EXCLUDE (against, against_rec) REPLACE (CAST(? AS UUID) AS submission)
FROM held_observation h WHERE h.submission = CAST(? AS UUID) AND h.rec IN (SELECT unnest(CAST(? AS INTEGER[])));

-- name: adopt_lineage
INSERT INTO lineage
SELECT CAST(? AS UUID), rec, submission, rec FROM held_observation
WHERE submission = CAST(? AS UUID) AND rec IN (SELECT unnest(CAST(? AS INTEGER[])));

-- name: insert_decisions
INSERT INTO decision
SELECT CAST(? AS UUID), CAST(? AS UUID), rec, ?, ?, CAST(? AS UUID), CAST(? AS TIMESTAMP), ?
FROM (SELECT unnest(CAST(? AS INTEGER[])) AS rec);

-- name: decisions
SELECT CAST(d.submission AS VARCHAR) AS submission, d.rec, i.code, i.name AS indicator, a.path AS area, h.year,
    h.text AS new_text, coalesce(h.file, s.file) AS file, h.sheet, h.cell, d.outcome, d.reason,
    CAST(d.adopted AS VARCHAR) AS adopted, w.submission IS NOT NULL AS withdrawn,
    d.recorded_by AS "by", d.recorded_at AS at
FROM decision d
JOIN held_observation h ON h.submission = d.submission AND h.rec = d.rec
JOIN submission s ON s.submission = d.submission
LEFT JOIN known_indicator i ON i.indicator = h.indicator
LEFT JOIN current_area a ON a.area = h.area
LEFT JOIN (SELECT DISTINCT submission FROM withdrawal) w ON w.submission = d.adopted
ORDER BY d.change, d.rec;

-- name: purged
SELECT count(*) FROM purge WHERE submission = CAST(? AS UUID);

-- name: digest
SELECT sha256 FROM submission WHERE submission = CAST(? AS UUID);

-- name: same_file
SELECT submission, file, sha256, size FROM submission WHERE sha256 = ?;

-- name: insert_purge
INSERT INTO purge VALUES (CAST(? AS UUID), ?, ?, ?, ?, ?, ?, ?);

-- What goes with a purged file, table by table; a table is written anew without these rows.

-- name: gone_file_bytes
sha256 = ?

-- name: gone_observation
submission IN (
    WITH RECURSIVE gone(submission) AS (
        SELECT CAST(? AS UUID)
        UNION
        SELECT l.submission FROM lineage l JOIN gone g ON l.origin = g.submission
    )
    SELECT submission FROM gone
)

-- name: gone_held_observation
submission = CAST(? AS UUID)

-- name: gone_finding
submission = CAST(? AS UUID)

-- name: gone_explanation
submission = CAST(? AS UUID)

-- name: texts_of
SELECT DISTINCT text FROM (
    SELECT unnest([message, value]) AS text FROM finding SEMI JOIN submission s ON s.submission = finding.submission AND s.sha256 = ?
    UNION ALL
    SELECT answers FROM submission WHERE sha256 = ?
    UNION ALL
    SELECT e.text FROM explanation e SEMI JOIN submission s ON s.submission = e.submission AND s.sha256 = ?
)
WHERE length(text) >= 4;

-- name: texts_left
SELECT DISTINCT text FROM (
    SELECT unnest([message, value]) AS text FROM finding
    UNION ALL
    SELECT answers FROM submission
    UNION ALL
    SELECT text FROM explanation
)
WHERE text IS NOT NULL;

-- name: bytes_of
SELECT bytes FROM file_bytes WHERE sha256 = ?;

-- name: gone_words
SELECT * REPLACE (
    CASE WHEN submission = CAST(? AS UUID) THEN NULL ELSE answers END AS answers,
    CASE WHEN submission = CAST(? AS UUID) THEN NULL ELSE note END AS note
)
FROM submission

-- name: purges
SELECT CAST(submission AS VARCHAR) AS submission, file, sha256, size, reason, recorded_by AS "by", recorded_at AS at
FROM purge ORDER BY change;
