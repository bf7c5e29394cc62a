-- Checks across rows, years, areas and departments. Tables given by the caller:
--   cross_new: the incoming figures (row, key columns, value, decimals, numerator, denominator, origin);
--   cross_old: the accepted ones (the same with unit, against, at; row is null);
--   cross_fact: both, an incoming figure in place of the accepted one of the same key, each with the one
--     before it in its series (old, old_year, old_top, old_bottom) and the number of steps of the series;
--   cross_item, cross_area, cross_pair, cross_piece, cross_village: catalogue, areas, relations.
-- Every statement gives `row` (of the incoming figure that is spoken of), `code` and the words of its text.

-- name: fact
WITH every_figure AS (
    SELECT n.*, true AS fresh FROM cross_new n
    UNION ALL BY NAME
    SELECT o.* EXCLUDE (unit, against, sent), NULL::BIGINT AS row, false AS fresh FROM cross_old o
    ANTI JOIN cross_new n USING (indicator, area, year, breakdown, period_label)
)
SELECT f.*,
    -- what rounding may hide: nothing for things counted one by one
    CASE WHEN i.kind = 'count' AND i.size = 1 AND decimals = 0 THEN 0 ELSE 0.5 * 10.0 ** -decimals END AS half,
    lag(value) OVER w AS old, lag(year) OVER w AS old_year,
    lag(numerator) OVER w AS old_top, lag(denominator) OVER w AS old_bottom, count(*) OVER s - 1 AS steps
FROM every_figure f LEFT JOIN cross_item i USING (indicator)
WINDOW s AS (PARTITION BY indicator, area, breakdown, period_label), w AS (s ORDER BY year);

-- name: steps
-- A figure beside the one before it in its series: a jump, or a slip by a power of ten.
WITH step AS (
    SELECT f.*, i.* EXCLUDE (indicator), coalesce(a.village, false) AS village
    FROM cross_fact f
    JOIN cross_item i USING (indicator)
    LEFT JOIN cross_area a USING (area)
    WHERE period_label = '' AND kind <> 'flag'
),
measured AS (
    SELECT *, abs(value - old) AS change,
        quantile_disc(abs(value - old), 0.5) OVER (PARTITION BY indicator, area, breakdown) AS usual,
        min(nullif(old, 0)) OVER past AS low, max(old) OVER past AS high,
        CASE
            WHEN kind = 'count' THEN
                abs(sqrt(value * size + 0.375) - sqrt(old * size + 0.375)) / sqrt(0.5)
            WHEN numerator >= 0 AND old_top >= 0 AND denominator > 0 AND old_bottom > 0 THEN
                abs(sqrt((numerator + 0.375) / denominator) - sqrt((old_top + 0.375) / old_bottom))
                / (0.5 * sqrt(1 / denominator + 1 / old_bottom))
        END AS deviates,
        greatest(value, old) / nullif(least(value, old), 0) AS times
    FROM step
    WHERE value >= 0 AND old >= 0
    WINDOW past AS (
        PARTITION BY indicator, area, breakdown ORDER BY year ROWS UNBOUNDED PRECEDING
    )
),
judged AS (
    SELECT *,
        NOT annual OR steps < $few_steps AS few,
        coalesce(log10(times), 0) AS tens,
        year - old_year <= CASE WHEN annual THEN $gap ELSE $term_gap END
        AND value <> old
        AND CASE
            WHEN random AND deviates IS NOT NULL THEN
                coalesce(times, 1e9) > $factor AND deviates > $random_deviates
            WHEN coalesce(deviates, 99) <= $deviates THEN false
            WHEN village AND kind <> 'count' THEN false
            WHEN old = 0 AND kind <> 'count' THEN kind = 'share' AND change >= $points
            ELSE (annual IS FALSE OR steps < $few_steps OR change > $usual_times * usual)
                AND (
                    coalesce(times, 1e9) > CASE
                        WHEN random THEN CASE WHEN steps < $few_steps THEN 5 ELSE $few_factor END
                        WHEN NOT annual OR steps < $few_steps THEN $few_factor
                        ELSE $factor
                    END
                    OR kind = 'share' AND NOT random AND change >= $points
                )
        END AS jumps
    FROM measured
),
beside AS (
    SELECT *,
        -- back to where the series stood before one odd figure: only that one is told
        coalesce(lag(jumps) OVER w AND lag(old) OVER w > 0 AND value > 0
            AND greatest(value, lag(old) OVER w) / least(value, lag(old) OVER w) <= $factor, false) AS returns
    FROM judged
    WINDOW w AS (PARTITION BY indicator, area, breakdown ORDER BY year)
)
SELECT row, CASE WHEN power IS NULL THEN 'jump_against_before' ELSE 'slip_against_before' END AS code,
    value AS shown, old, old_year, usual, few, power, value / 10.0 ** power AS instead
FROM (
    SELECT *, CASE WHEN value > old THEN 1 ELSE -1 END * CASE
        WHEN abs(tens - round(tens)) < $near_power AND round(tens) BETWEEN 1 AND 4 THEN round(tens)
        -- the power of ten that brings it back among the years before, which differ by less than that
        ELSE list_filter([1, 2, 3, 4], lambda k: value / 10.0 ** (CASE WHEN value > old THEN k ELSE -k END)
            BETWEEN low * (1 - $past_room) AND high * (1 + $past_room))[1]
    END AS power
    FROM beside WHERE fresh AND jumps AND NOT returns
)
ORDER BY row;

-- name: siblings
-- A figure far from its own series and equal to one of an indicator it is easily taken for.
WITH step AS (
    SELECT f.*
    FROM cross_fact f
    LEFT JOIN cross_area a USING (area)
    WHERE period_label = '' AND NOT coalesce(a.village, false)
),
measured AS (
    SELECT *, quantile_disc(abs(value - old), 0.5) OVER (PARTITION BY indicator, area, breakdown) AS usual
    FROM step
)
SELECT n.row, 'equals_sibling' AS code, n.value AS shown, n.old, n.old_year, s.indicator AS other_code,
    s.value AS other, s.year AS other_year
FROM measured n
JOIN cross_pair p ON p.relation = 'sibling' AND p.one = n.indicator
JOIN cross_fact s ON s.indicator = p.two AND s.area = n.area AND s.breakdown = n.breakdown
    AND s.period_label = '' AND s.year IN (n.year, n.old_year)
WHERE n.fresh AND n.value > 0 AND abs(n.value - n.old) > $far * abs(n.old)
    AND (n.steps < $few_steps OR abs(n.value - n.old) > $usual_times * n.usual)
    AND abs(n.value - s.value)
        <= greatest(0.5 * 10.0 ** -least(n.decimals, s.decimals) * (1 + 1e-9), $near * abs(s.value))
QUALIFY row_number() OVER (
    PARTITION BY n.row ORDER BY s.year = n.year DESC, abs(n.value - s.value), s.indicator
) = 1
ORDER BY n.row;

-- name: pairs
-- The smaller of two related figures above the greater one; two sides of a composition not making 100. What a
-- share counts is a figure of its own here.
WITH counted AS (
    SELECT * FROM cross_fact
    UNION ALL
    SELECT * REPLACE (indicator || '/分子' AS indicator, numerator AS value, 0 AS half)
    FROM cross_fact WHERE numerator IS NOT NULL
    UNION ALL
    SELECT * REPLACE (indicator || '/分母' AS indicator, denominator AS value, 0 AS half)
    FROM cross_fact WHERE denominator IS NOT NULL
),
both_sides AS (
    SELECT a.row AS row_a, b.row AS row_b, p.relation, a.indicator AS code_a, b.indicator AS code_b,
        a.value AS value_a, b.value AS value_b, a.file AS file_a, a.sheet AS sheet_a, a.cell AS cell_a,
        b.file AS file_b, b.sheet AS sheet_b, b.cell AS cell_b, a.fresh AS fresh_a, b.fresh AS fresh_b,
        (a.half + b.half) * (1 + 1e-9) AS room
    FROM cross_pair p
    JOIN counted a ON a.indicator = p.one
    JOIN counted b ON b.indicator = p.two AND b.area = a.area AND b.year = a.year
        AND b.breakdown = a.breakdown AND b.period_label = a.period_label
    WHERE p.relation IN ('at_most', 'hundred') AND (a.fresh OR b.fresh)
)
SELECT coalesce(row_a, row_b) AS row,
    CASE relation WHEN 'at_most' THEN 'above_related' ELSE 'sides_not_hundred' END AS code,
    code_a AS one_code, code_b AS other_code, value_a AS shown, value_b AS other, value_a + value_b AS total,
    CASE WHEN row_a IS NULL THEN file_a ELSE file_b END AS other_file,
    CASE WHEN row_a IS NULL THEN sheet_a ELSE sheet_b END AS other_sheet,
    CASE WHEN row_a IS NULL THEN cell_a ELSE cell_b END AS other_cell,
    row_a IS NOT NULL AND row_b IS NOT NULL AS other_fresh
FROM both_sides
WHERE CASE relation
    WHEN 'at_most' THEN value_a > value_b + room
    ELSE abs(value_a + value_b - 100) > room + $hundred_room END
ORDER BY 1, 2, other_code;

-- name: pieces
-- The parts of a breakdown beside the whole.
WITH part AS (
    SELECT f.indicator, f.area, f.year, f.period_label, p.rest, p.dimension, p.needed,
        count(DISTINCT p.part) AS parts, sum(f.value) AS total, min(f.value) AS low, max(f.value) AS high,
        sum(f.half) AS room, max(f.half) AS step, min(f.row) AS part_row
    FROM cross_fact f JOIN cross_piece p ON p.breakdown = f.breakdown
    GROUP BY ALL
),
complete AS (
    SELECT p.*, i.additive, i.kind, i.hundred, w.value AS whole, w.row AS whole_row,
        w.half AS whole_step
    FROM part p
    JOIN cross_item i USING (indicator)
    LEFT JOIN cross_fact w ON w.indicator = p.indicator AND w.area = p.area AND w.year = p.year
        AND w.period_label = p.period_label AND w.breakdown = p.rest
    WHERE p.parts = p.needed AND (p.part_row IS NOT NULL OR w.row IS NOT NULL)
)
SELECT coalesce(whole_row, part_row) AS row,
    CASE
        WHEN hundred AND dimension = '性别' THEN 'parts_not_hundred'
        WHEN additive THEN 'parts_not_whole'
        ELSE 'whole_outside_parts'
    END AS code,
    dimension, whole AS shown, total, low, high
FROM complete
WHERE kind <> 'flag' AND CASE
    WHEN hundred AND dimension = '性别' THEN abs(total - 100) > room * (1 + 1e-9) + $hundred_room
    WHEN whole IS NULL THEN false
    WHEN additive THEN abs(total - whole) > (room + whole_step) * (1 + 1e-9) + 1e-9 * abs(whole)
    ELSE whole < low - (step + whole_step) * (1 + 1e-9) OR whole > high + (step + whole_step) * (1 + 1e-9)
END
ORDER BY 1, 2;

-- name: villages
-- More places with something than there are villages.
WITH counted AS (
    SELECT row, indicator, area, breakdown, fresh, value FROM cross_fact
    UNION ALL
    SELECT row, indicator || '/分子', area, breakdown, fresh, numerator FROM cross_fact
)
SELECT f.row, 'more_than_villages' AS code, f.value AS shown, f.indicator AS one_code, v.villages
FROM counted f
JOIN cross_pair p ON p.relation = 'one_a_village' AND p.one = f.indicator
JOIN cross_village v ON v.area = f.area
WHERE f.fresh AND f.breakdown = '' AND f.value > v.villages
ORDER BY f.row, f.indicator;

-- name: areas
-- An area's figure beside those of the places below it.
WITH child AS (
    SELECT f.indicator, a.parent AS area, f.year, f.breakdown, f.period_label, count(*) AS told,
        sum(f.value) AS total, min(f.value) AS low, max(f.value) AS high,
        sum(f.half) AS room, max(f.half) AS step,
        count(*) FILTER (f.denominator > 0 AND f.numerator >= 0) AS with_parts,
        sum(f.numerator) / nullif(sum(f.denominator), 0) AS quotient, min(f.row) AS child_row
    FROM cross_fact f JOIN cross_area a ON a.area = f.area
    WHERE a.parent IS NOT NULL
    GROUP BY ALL
),
whole AS (
    SELECT c.*, n.children, i.additive, i.kind, c.quotient * i.multiplier AS mean,
        w.value AS whole, w.row AS whole_row, w.half AS whole_step,
        w.file AS other_file, w.sheet AS other_sheet, w.cell AS other_cell, w.fresh AS other_fresh
    FROM child c
    JOIN (SELECT parent AS area, count(*) AS children FROM cross_area WHERE parent IS NOT NULL GROUP BY parent) n
        USING (area)
    JOIN cross_item i USING (indicator)
    JOIN cross_fact w ON w.indicator = c.indicator AND w.area = c.area AND w.year = c.year
        AND w.breakdown = c.breakdown AND w.period_label = c.period_label
    WHERE i.kind <> 'flag' AND n.children >= $least_children AND c.told >= $nearly_all * n.children
        AND (w.row IS NOT NULL OR c.child_row IS NOT NULL)
),
judged AS (
    SELECT *,
        CASE
            WHEN additive AND total > whole + room + whole_step + $sum_room * whole THEN 'areas_above_whole'
            WHEN additive AND told = children AND total < whole - room - whole_step - $sum_room * whole
                THEN 'areas_below_whole'
            WHEN additive THEN NULL
            WHEN told = children AND with_parts = told AND mean IS NOT NULL THEN
                CASE WHEN abs(mean - whole) > whole_step + $mean_room * abs(mean) THEN 'areas_mean_differs' END
            WHEN whole < low - step - whole_step - (high - low) * (children - told) / children
                OR whole > high + step + whole_step + (high - low) * (children - told) / children
                THEN 'whole_outside_areas'
        END AS code
    FROM whole
)
SELECT coalesce(whole_row, child_row) AS row, code, area AS whole_area, whole AS shown, total, mean, low, high,
    told, children, other_file, other_sheet, other_cell, whole_row IS NOT NULL AS whole_fresh
FROM judged WHERE code IS NOT NULL
ORDER BY 1, 2;

-- name: copied
-- Figures equal to last year's to the last decimal, among those that usually move: by sheet and year.
WITH step AS (
    SELECT f.*, annual, kind, upper_limit, value <> old AS moved
    FROM cross_fact f JOIN cross_item USING (indicator)
    WHERE period_label = '' AND annual AND kind <> 'flag'
),
past AS (
    SELECT *,
        count(moved) OVER w AS steps, count(*) FILTER (moved) OVER w AS moves
    FROM step
    WINDOW w AS (
        PARTITION BY indicator, area, breakdown ORDER BY year ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),
mover AS (
    SELECT *, value = old AS equal
    FROM past
    WHERE fresh AND old_year = year - 1 AND old <> 0 AND coalesce(old <> upper_limit, true)
        AND (decimals >= 1 OR old >= 100) AND (steps = 0 OR moves >= $moving * steps)
)
SELECT min(row) FILTER (equal) AS row, 'copied_from_before' AS code, year, year - 1 AS old_year,
    count(*) FILTER (equal) AS count, count(*) AS looked,
    list(cell ORDER BY row) FILTER (equal) AS cells
FROM mover
GROUP BY file, sheet, year
HAVING count(*) FILTER (equal) >= $least_copied AND count(*) FILTER (equal) >= $copied_share * count(*)
ORDER BY 1;

-- name: again
-- Incoming figures that are accepted already: by the department they came from; and are they all?
SELECT n.row, n.indicator, o.unit, CAST(o.against AS VARCHAR) AS against, o.file AS other_file, o.sent, n.cell
FROM cross_new n
JOIN cross_old o USING (indicator, area, year, breakdown, period_label)
WHERE abs(n.value - o.value) <= 0.5 * 10.0 ** -least(n.decimals, o.decimals) * (1 + 1e-9)
ORDER BY n.row;
