-- One level of the roll-up: the areas at roll_depth are put together under their parents. Each gives its own figure, else
-- the sum of its own parts (already in j_sum), so that nothing is counted twice. A part that is itself a sum with parts
-- missing counts as `partly`; one whose rate came without numerator and denominator as `uncounted`; one to which the
-- indicator does not apply is not asked. `covered` counts a part partly there by its share.
INSERT INTO j_sum
WITH own AS (SELECT * FROM j_own WHERE depth = getvariable('roll_depth')),
below AS (SELECT * FROM j_sum WHERE depth = getvariable('roll_depth')),
best AS (
    SELECT coalesce(o.indicator, b.indicator) AS indicator, coalesce(o.area, b.area) AS area,
        coalesce(o.breakdown, b.breakdown) AS breakdown, coalesce(o.year, b.year) AS year,
        CASE WHEN o.usable THEN 'own' WHEN o.excused THEN 'excused' WHEN o.area IS NULL OR b.figures > 0 THEN 'below'
            ELSE 'uncounted' END AS source,
        o.value, o.numerator, o.denominator, o.decimals, b.total, b.numerator AS n, b.denominator AS d, b.decimals AS places,
        b.figures, b.asked, b.reported, b.partly, b.uncounted, b.covered
    FROM own AS o FULL JOIN below AS b
        ON b.indicator = o.indicator AND b.area = o.area AND b.breakdown = o.breakdown AND b.year = o.year
), weighed AS (
    SELECT b.*, k.parent, coalesce(p.above, false) AS above, CASE WHEN p.above THEN p.asked ELSE 1 END AS weight
    FROM best AS b JOIN j_kin AS k ON k.area = b.area AND k.parent IS NOT NULL
        LEFT JOIN j_parts AS p ON p.area = b.area AND p.year = b.year
), counted AS (
    SELECT indicator, parent, breakdown, year,
        sum(CASE source WHEN 'own' THEN value WHEN 'below' THEN total END) AS total,
        sum(CASE source WHEN 'own' THEN numerator WHEN 'below' THEN n END) AS numerator,
        sum(CASE source WHEN 'own' THEN denominator WHEN 'below' THEN d END) AS denominator,
        max(CASE source WHEN 'own' THEN decimals WHEN 'below' THEN places END) AS decimals,
        sum(CASE source WHEN 'own' THEN 1 WHEN 'below' THEN figures ELSE 0 END) AS figures,
        sum(CASE source WHEN 'excused' THEN weight WHEN 'below' THEN CASE WHEN above THEN weight - asked WHEN asked = 0 THEN 1
            ELSE 0 END ELSE 0 END) AS spared,
        sum(CASE WHEN source = 'own' THEN weight WHEN source = 'below' AND above THEN reported
            WHEN source = 'below' AND reported = asked AND asked > 0 THEN 1 ELSE 0 END) AS reported,
        sum(CASE WHEN source <> 'below' THEN 0 WHEN above THEN partly WHEN reported < asked AND figures > 0 THEN 1 ELSE 0 END)
            AS partly,
        sum(CASE WHEN source = 'uncounted' THEN weight WHEN source = 'below' AND above THEN uncounted
            WHEN source = 'below' AND figures = 0 AND uncounted > 0 THEN 1 ELSE 0 END) AS uncounted,
        sum(CASE WHEN source = 'own' THEN weight WHEN source <> 'below' THEN 0 WHEN above THEN covered
            ELSE coalesce(covered / nullif(asked, 0), 0) END) AS covered
    FROM weighed GROUP BY indicator, parent, breakdown, year
)
SELECT c.indicator, c.parent, c.breakdown, c.year, getvariable('roll_depth') - 1, c.total, c.numerator, c.denominator, c.decimals,
    c.figures, p.asked - c.spared, c.reported, c.partly, c.uncounted, c.covered
FROM counted AS c JOIN j_parts AS p ON p.area = c.parent AND p.year = c.year;
