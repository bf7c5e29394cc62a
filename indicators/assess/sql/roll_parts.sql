-- One level of j_parts: the parents of the areas at roll_depth.
INSERT INTO j_parts
SELECT k.parent, y.year, sum(CASE WHEN p.above THEN p.asked ELSE 1 END),
    bool_or(coalesce(p.above, false) OR k.level IN ('province', 'city', 'county')),
    CASE WHEN count(DISTINCT CASE WHEN p.above THEN p.level ELSE k.level END) = 1
        THEN any_value(CASE WHEN p.above THEN p.level ELSE k.level END) ELSE '' END
FROM j_kin AS k
    JOIN (SELECT unnest(generate_series(getvariable('roll_since'), getvariable('as_year')))::INTEGER AS year) AS y
        ON y.year BETWEEN k.first_year AND k.last_year
    LEFT JOIN j_parts AS p ON p.area = k.area AND p.year = y.year
WHERE k.depth = getvariable('roll_depth') AND k.parent IS NOT NULL
GROUP BY k.parent, y.year;
