-- The accepted figures of the areas of the tree, one per indicator, area, breakdown and year (the plain yearly one, else
-- the last of the year's labelled ones). `usable`: it can go into a sum; `excused`: stated not to apply here.
CREATE OR REPLACE TEMP TABLE j_own AS
WITH figure AS MATERIALIZED (
    SELECT s.indicator, s.area, s.breakdown, s.year, s.value, s.decimals, s.numerator, s.denominator, s.labelled, k.depth,
        CASE w.way WHEN 'rate' THEN s.value IS NOT NULL AND s.numerator IS NOT NULL AND s.denominator > 0
            ELSE s.value IS NOT NULL END AS usable,
        s.value IS NULL AS excused
    FROM a_series AS s JOIN j_kin AS k USING (area) JOIN a_way AS w USING (indicator)
    WHERE s.indicator >= getvariable('first_indicator') AND s.indicator <= getvariable('last_indicator')
        AND s.year >= getvariable('roll_since') AND s.year BETWEEN k.first_year AND k.last_year
        AND (s.value IS NOT NULL OR s.missing = 'not_applicable')
), labelled AS (
    SELECT * FROM figure WHERE labelled IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY indicator, area, breakdown, year
        ORDER BY excused, labelled DESC, value DESC) = 1
)
SELECT * EXCLUDE (labelled) FROM figure WHERE labelled IS NULL
UNION ALL
SELECT l.* EXCLUDE (labelled) FROM labelled AS l
    ANTI JOIN (SELECT * FROM figure WHERE labelled IS NULL) AS f USING (indicator, area, breakdown, year);

CREATE OR REPLACE TEMP TABLE j_sum (
    indicator BIGINT, area BIGINT, breakdown BIGINT, year INTEGER, depth INTEGER, total DOUBLE, numerator DOUBLE,
    denominator DOUBLE, decimals INTEGER, figures BIGINT, asked BIGINT, reported BIGINT, partly BIGINT, uncounted BIGINT,
    covered DOUBLE
);
