-- The same of the wanted areas alone (a_wanted, a_wanted_of): the records of others are left out before the last record of
-- each figure is sought, so that a district's figures cost the same whatever else the store holds.
CREATE OR REPLACE TEMP TABLE a_series AS
WITH record AS (
    SELECT r.* FROM s_record AS r SEMI JOIN a_wanted AS w ON w.area = r.area WHERE r.year <= getvariable('as_year')
    UNION ALL
    SELECT r.* FROM s_record AS r SEMI JOIN a_wanted_of AS w ON w.indicator = r.indicator AND w.area = r.area
    WHERE r.year <= getvariable('as_year')
), counting AS (
    SELECT * FROM record
    QUALIFY row_number() OVER (PARTITION BY indicator, area, year, period, breakdown ORDER BY turn DESC, rec DESC) = 1
)
SELECT indicator, area, breakdown, year, value, decimals, numerator, denominator, missing,
    CASE WHEN period <> 0 THEN coalesce(datediff('day', DATE '1900-01-01', as_of), 0) END AS labelled
FROM counting
WHERE period = 0 OR NOT regexp_matches(coalesce(period_label, ''), '\d\s*月|季|上半年|下半年');

CREATE OR REPLACE TEMP TABLE a_used AS
SELECT DISTINCT indicator, breakdown FROM s_record
WHERE breakdown <> 0 AND year <= getvariable('as_year')
    AND (period = 0 OR NOT regexp_matches(coalesce(period_label, ''), '\d\s*月|季|上半年|下半年'));
