-- What the pages read of the store's views; `data.py` runs these by name.

-- name: years
SELECT DISTINCT year FROM current_observation WHERE value IS NOT NULL ORDER BY year DESC;

-- name: figures
SELECT year, period_label, as_of, breakdown, value, text, decimals, numerator, denominator, qualifier,
    missing, unit, file, sheet, cell, raw, flags, uploader, "at", CAST(submission AS VARCHAR) AS submission,
    (SELECT any_value(e.text) FROM explanation e WHERE e.submission = n.submission
        AND e.finding = 'remark@' || CASE WHEN n.sheet <> '' THEN n.sheet || '!' ELSE '' END || n.cell) AS remark
FROM current_named n WHERE code = ? AND area = ? ORDER BY year DESC, breakdown, period_label;

-- name: below
SELECT area, value, text, numerator, denominator, qualifier, missing, unit FROM current_named
WHERE code = ? AND year = ? AND breakdown = '' AND area LIKE ? AND area NOT LIKE ? ORDER BY value DESC, area;

-- name: worst_below
SELECT year, min(value) AS least, max(value) AS most FROM current_named
WHERE code = ? AND breakdown = '' AND value IS NOT NULL AND area LIKE ? AND area NOT LIKE ?
GROUP BY year ORDER BY year;
