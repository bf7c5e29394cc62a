-- The figures that count, of all areas. Figures of part of a year (1–9月) judge nothing; of a year's several labelled
-- figures the latest counts.
CREATE OR REPLACE TEMP VIEW a_series AS
SELECT indicator, area, breakdown, year, value, decimals, numerator, denominator, missing,
    CASE WHEN period <> 0 THEN coalesce(datediff('day', DATE '1900-01-01', as_of), 0) END AS labelled
FROM s_observation
WHERE year <= getvariable('as_year')
    AND (period = 0 OR NOT regexp_matches(coalesce(period_label, ''), '\d\s*月|季|上半年|下半年'));

CREATE OR REPLACE TEMP TABLE a_used (indicator BIGINT, breakdown BIGINT, since INTEGER);
