-- The tree that figures are summed along, made once for a run. a_roll holds the areas whose roll-up is wanted; a_way
-- says of each indicator how figures of several places become one (rate: sum of numerators / sum of denominators
-- × factor; sum: sum of values; an indicator that is not in it cannot be rolled up).
CREATE OR REPLACE TEMP TABLE j_kin AS
WITH RECURSIVE held AS (
    SELECT area, parent, level, len(path) - len(replace(path, '/', '')) AS depth, coalesce(first_year, 0) AS first_year,
        coalesce(last_year, 9999) AS last_year
    FROM current_area WHERE coalesce(last_year, 9999) > 0
), kin AS (
    SELECT held.* FROM held SEMI JOIN a_roll USING (area)
    UNION
    SELECT held.* FROM kin JOIN held ON held.parent = kin.area
)
SELECT k.area, CASE WHEN above.area IS NOT NULL THEN k.parent END AS parent, k.level, k.depth::INTEGER AS depth, k.first_year,
    k.last_year
FROM kin AS k LEFT JOIN (SELECT area FROM kin) AS above ON above.area = k.parent;

-- What is asked of each area above: its parts by year. The parts of a seat above others (province, city) are the
-- counties below it, those of any other area the areas right below it. `level` is the parts' own, '' where they differ.
CREATE OR REPLACE TEMP TABLE j_parts (area BIGINT, year INTEGER, asked BIGINT, above BOOLEAN, level VARCHAR);
