-- `{seat}` is put in as a number or NULL: the key of the office whose departments are meant.
-- name: keys
SELECT code, indicator FROM current_indicator_code;

-- name: answers
-- What departments answered the reader before, the latest last; `unit` null: those of no department.
SELECT CAST(submission AS VARCHAR) AS submission, unit, answers, file, uploader, recorded_at AS at
FROM standing_submission s LEFT JOIN area_seat b ON b.area = s.area
WHERE ($every OR unit IS NOT DISTINCT FROM CAST($unit AS VARCHAR) AND b.seat IS NOT DISTINCT FROM {seat})
    AND answers IS NOT NULL
ORDER BY turn;

-- name: earlier
-- Figures that count now, with their origin; the two lists of keys are put in as numbers, so that DuckDB
-- filters before it looks for the newest record of each figure. Names are joined from what is kept of them.
SELECT
    o.indicator AS indicator_key, o.area AS area_key, o.year, coalesce(b.text, '') AS breakdown,
    coalesce(o.period_label, '') AS period_label, o.as_of, o.value, o.text, o.decimals,
    o.numerator, o.denominator, o.missing,
    coalesce(o.file, s.file) AS file, o.sheet, o.cell, s.uploader, s.recorded_at AS at,
    s.unit, CAST(o.submission AS VARCHAR) AS against, o.rec AS against_rec
FROM current_observation o
JOIN submission s USING (submission)
LEFT JOIN breakdown b ON b.breakdown = o.breakdown
WHERE o.indicator IN ({indicators}) AND ({areas});

-- name: any
-- Whether anything was ever recorded of them: asking is cheap, and most files bring something new.
SELECT 1 FROM observation o WHERE o.indicator IN ({indicators}) AND ({areas}) LIMIT 1;

-- name: places
SELECT path, area FROM current_area;

-- name: units
-- Every name of a department with the register's own name for it.
SELECT n.alias, u.name FROM unit_name n JOIN current_unit u USING (unit)
WHERE n.seat IS NOT DISTINCT FROM {seat} ORDER BY n.alias, u.name;

-- name: leads
SELECT DISTINCT t.lead FROM current_target t LEFT JOIN area_seat b USING (area)
WHERE t.origin = 'goals' AND t.lead IS NOT NULL AND b.seat IS NOT DISTINCT FROM {seat} ORDER BY t.lead;

-- name: locks
-- Departments' years that are locked, by the register's name.
SELECT coalesce(u.name, l.unit), l.year
FROM current_unit_lock l LEFT JOIN current_unit u ON CAST(u.unit AS VARCHAR) = l.who
WHERE l.seat IS NOT DISTINCT FROM {seat};
