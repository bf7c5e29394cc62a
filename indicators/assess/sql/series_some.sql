-- The same of the wanted areas alone (a_wanted, a_wanted_of): the records of others are left out before the last record of
-- each figure is sought, so that a district's figures cost the same whatever else the store holds. Where these areas'
-- records came in few submissions they are named (the two conditions in braces): DuckDB then passes over the rest of
-- the table, which lies in the order of the submissions.
CREATE OR REPLACE TEMP TABLE a_record AS
SELECT o.submission, o.rec, o.indicator, o.area, o.year, o.period, o.breakdown, o.value, o.decimals, o.numerator,
    o.denominator, o.missing, o.as_of, o.period_label
FROM observation AS o SEMI JOIN a_wanted AS w ON w.area = o.area
WHERE o.year <= getvariable('as_year') AND {among}
UNION ALL
SELECT o.submission, o.rec, o.indicator, o.area, o.year, o.period, o.breakdown, o.value, o.decimals, o.numerator,
    o.denominator, o.missing, o.as_of, o.period_label
FROM observation AS o SEMI JOIN a_wanted_of AS w ON w.indicator = o.indicator AND w.area = o.area
WHERE o.year <= getvariable('as_year') AND {among_of};

-- What the counties' own figures leave open (a figure of a year without a label, with its counts or a plain number, or said
-- not to apply, leaves nothing open).
CREATE OR REPLACE TEMP TABLE a_settled AS
SELECT r.indicator, r.area AS county, r.year, r.breakdown
FROM (
    SELECT r.* FROM a_record AS r JOIN s_standing AS s USING (submission)
    WHERE r.period = 0 AND r.area IN (SELECT county FROM a_under)
    QUALIFY row_number() OVER (
        PARTITION BY r.indicator, r.area, r.year, r.breakdown ORDER BY s.turn DESC, r.rec DESC
    ) = 1
) AS r
    JOIN known_indicator AS i ON i.indicator = r.indicator
WHERE r.value IS NULL AND r.missing = 'not_applicable'
    OR r.value IS NOT NULL AND (r.numerator IS NOT NULL AND r.denominator > 0
        OR i.multiplier IS NULL AND (i.numerator IS NULL OR i.denominator IS NULL));

INSERT INTO a_record
SELECT o.submission, o.rec, o.indicator, o.area, o.year, o.period, o.breakdown, o.value, o.decimals, o.numerator,
    o.denominator, o.missing, o.as_of, o.period_label
FROM observation AS o JOIN a_under AS u ON u.area = o.area
    ANTI JOIN a_settled AS c
        ON c.indicator = o.indicator AND c.county = u.county AND c.year = o.year AND c.breakdown = o.breakdown
WHERE o.year <= getvariable('as_year') AND {among_under};

CREATE OR REPLACE TEMP TABLE a_series AS
SELECT indicator, area, breakdown, year, value, decimals, numerator, denominator, missing,
    CASE WHEN period <> 0 THEN coalesce(datediff('day', DATE '1900-01-01', as_of), 0) END AS labelled
FROM (
    SELECT r.* FROM a_record AS r JOIN s_standing AS s USING (submission)
    QUALIFY row_number() OVER (
        PARTITION BY r.indicator, r.area, r.year, r.period, r.breakdown ORDER BY s.turn DESC, r.rec DESC
    ) = 1
)
WHERE period = 0 OR NOT regexp_matches(coalesce(period_label, ''), '\d\s*月|季|上半年|下半年');

DROP TABLE a_record;

CREATE OR REPLACE TEMP TABLE a_used AS
SELECT h.indicator, h.breakdown, min(h.since)::INTEGER AS since FROM a_held AS h JOIN s_standing AS s ON s.submission = CAST(h.submission AS UUID)
WHERE h.since <= getvariable('as_year')
GROUP BY h.indicator, h.breakdown;
