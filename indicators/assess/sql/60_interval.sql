-- Small numbers (6): chance limits of the yearly figure, and the rate pooled over three years.
CREATE OR REPLACE TEMP TABLE j_chance AS
WITH counts AS (
    SELECT f.case_id, f.leaf_key, coalesce(i.multiplier, unit_multiplier(i.unit)) AS multiplier, f.last.y AS y,
        unnest(f.counts) AS c
    FROM j_stand AS f JOIN a_indicator AS i ON i.indicator = f.indicator AND i.random_events
        JOIN j_leaf AS l USING (leaf_key)
    WHERE f.fresh AND l.kind NOT IN ('every_area', 'gap') AND l.every IS NULL
), pooled AS (
    SELECT case_id, leaf_key, multiplier, max(c.n) FILTER (c.y = y) AS n, max(c.d) FILTER (c.y = y) AS d,
        CASE WHEN count(*) > 1 THEN q9(sum(c.n) / sum(c.d) * any_value(multiplier)) END AS pooled, count(*) AS pooled_years
    FROM counts WHERE c.y <= y AND c.y > y - getvariable('pooled_years')
    GROUP BY case_id, leaf_key, multiplier
)
SELECT p.case_id, p.leaf_key, p.n AS numerator, p.d AS denominator, p.pooled, p.pooled_years, CASE
    WHEN p.n > p.d OR multiplier IS NULL THEN NULL
    WHEN multiplier = 100 THEN CASE WHEN n > 0 AND n < d THEN wilson(n, d, getvariable('z'), -1) * 100 END
    WHEN n = d THEN NULL
    WHEN n < getvariable('byar_from') THEN t.low / d * multiplier
    ELSE byar_low(n, getvariable('z')) / d * multiplier
END AS low, CASE
    WHEN p.n > p.d OR multiplier IS NULL THEN NULL
    WHEN multiplier = 100 THEN CASE WHEN n > 0 AND n < d THEN wilson(n, d, getvariable('z'), 1) * 100 END
    WHEN n = d THEN NULL
    WHEN n < getvariable('byar_from') THEN t.high / d * multiplier
    ELSE byar_high(n, getvariable('z')) / d * multiplier
END AS high
FROM pooled AS p LEFT JOIN a_poisson AS t ON t.events = p.n;
