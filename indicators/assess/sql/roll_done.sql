-- The roll-up of the wanted areas beside their own figures. `counts`: it stands in for the figure that the area itself
-- did not give: a sum only when every part is there (one with parts missing is a lower bound), a rate from `rollup_share` of
-- the parts on.
CREATE OR REPLACE TEMP TABLE j_roll AS
WITH put_together AS (
    SELECT r.indicator, r.area, r.breakdown, r.year, w.way,
        CASE w.way WHEN 'rate' THEN greatest(coalesce(r.decimals, 0), coalesce(w.decimals, 0), 2)
            ELSE coalesce(r.decimals, 0) END::INTEGER AS decimals,
        CASE WHEN r.figures > 0 THEN CASE w.way WHEN 'rate' THEN r.numerator / nullif(r.denominator, 0) * w.factor
            ELSE r.total END END AS exact,
        CASE w.way WHEN 'rate' THEN r.numerator END AS numerator, CASE w.way WHEN 'rate' THEN r.denominator END AS denominator,
        r.figures, r.asked, r.reported, r.partly, r.uncounted, r.covered, o.value AS own, o.decimals AS own_decimals,
        o.value IS NULL AND NOT coalesce(o.excused, false) AS open, p.level, r.decimals AS part_decimals
    FROM j_sum AS r SEMI JOIN a_roll USING (area) JOIN a_way AS w USING (indicator)
        LEFT JOIN j_own AS o ON o.indicator = r.indicator AND o.area = r.area AND o.breakdown = r.breakdown AND o.year = r.year
        LEFT JOIN j_parts AS p ON p.area = r.area AND p.year = r.year
    WHERE r.figures > 0 OR r.uncounted > 0
)
SELECT * EXCLUDE (open, exact, part_decimals), round(exact, decimals) AS value,
    open AND exact IS NOT NULL AND (reported = asked OR way = 'rate' AND covered >= getvariable('rollup_share') * asked) AS counts,
    -- half a step of the area's own figure, and where figures are summed half a step of each
    coalesce(abs(own - exact) > 1e-9 * greatest(1, abs(own)) + 0.5 * pow(10.0, -coalesce(own_decimals, decimals_of(own)))
        + CASE WHEN way = 'sum' AND part_decimals > 0 THEN 0.5 * figures * pow(10.0, -part_decimals) ELSE 0 END, false)
        AND reported = asked AS differs
FROM put_together;
