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
SELECT n.area, value, text, numerator, denominator, qualifier, missing, unit
FROM current_named n JOIN current_area a ON a.area = n.area_key
WHERE n.code = ? AND year = ? AND breakdown = '' AND n.area LIKE ? AND n.area NOT LIKE ?
    AND year BETWEEN coalesce(a.first_year, 0) AND coalesce(a.last_year, 9999)
ORDER BY value DESC, n.area;

-- name: worst_below
SELECT year, min(value) AS least, max(value) AS most
FROM current_named n JOIN current_area a ON a.area = n.area_key
WHERE n.code = ? AND breakdown = '' AND value IS NOT NULL AND n.area LIKE ? AND n.area NOT LIKE ?
    AND year BETWEEN coalesce(a.first_year, 0) AND coalesce(a.last_year, 9999)
GROUP BY year ORDER BY year;
