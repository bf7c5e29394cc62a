-- Second opinion by compound growth (3) and outlook by Theil-Sen (4).
CREATE OR REPLACE TEMP TABLE j_pairs AS
SELECT n::BIGINT AS figures, list({'i': i, 'j': j}) AS pairs
FROM range(getvariable('outlook_min'), getvariable('outlook_window') + 1) AS t (n),
    LATERAL (SELECT i, j FROM range(1, n) AS a (i), range(2, n + 1) AS b (j) WHERE i < j)
GROUP BY n;

CREATE OR REPLACE TEMP VIEW j_outlook AS
WITH ahead AS (
    SELECT v.*, CASE WHEN v.kind = 'gap' THEN 0 ELSE i.lower_limit END AS floor_at, i.upper_limit,
        CASE v.trend WHEN 'up' THEN 'higher' WHEN 'down' THEN 'lower' ELSE i.direction END AS way,
        list_filter(v.pts[-getvariable('outlook_window'):], lambda p: p.y >= v.last.y - getvariable('outlook_years')) AS recent,
        -- no line leads to a demand that moves with others or counts each year anew
        CASE WHEN NOT v.fresh OR v.kind IN ('versus', 'slower_growth') OR v.yearly_quota THEN NULL
            WHEN v.held.y > v.at_year THEN v.held
            WHEN v.final.y > v.at_year THEN v.final END AS aim
    FROM j_level AS v LEFT JOIN a_indicator AS i ON i.indicator = v.indicator
), figures AS (
    SELECT a.*, len(recent) AS slope_figures, list_transform(recent, lambda p: p.v) AS vs,
        list_transform(recent, lambda p: p.y) AS ys, CASE WHEN a.fresh THEN p.pairs END AS pairs
    FROM ahead AS a LEFT JOIN j_pairs AS p ON p.figures = len(a.recent)
), slopes AS (
    SELECT *, list_aggregate(list_transform(pairs, lambda p: (vs[p.j] - vs[p.i]) / (ys[p.j] - ys[p.i])), 'quantile_cont',
        [getvariable('outlook_low'), 0.5, getvariable('outlook_high')]) AS slope
    FROM figures
), rates AS (
    SELECT *, slope[1] AS slope_low, slope[2] AS slope_mid, slope[3] AS slope_high FROM slopes
), lines AS (
    SELECT *,
        clip(x + slope_mid * (aim.y - last.y), floor_at, upper_limit) AS mid,
        clip(x + slope_low * (aim.y - last.y), floor_at, upper_limit) AS low_end,
        clip(x + slope_high * (aim.y - last.y), floor_at, upper_limit) AS high_end,
        clip(x + slope_mid * (final.y - last.y), floor_at, upper_limit) AS final_mid
    FROM rates
), growths AS (
    SELECT *, CASE
        WHEN NOT fresh OR baseless THEN NULL
        -- towards a value: the distance is laid on top of it, so that growth is towards the band from above
        WHEN trend IS NULL AND held.op = '~=' THEN
            growth_ratio(held.v + pb, base.y, held.v + px, last.y, held.v + pt, held.y, -1)
        WHEN trend IS NULL AND held IS NOT NULL THEN growth_ratio(base.v, base.y, x, last.y, pt, held.y, d)
        WHEN way = 'higher' THEN growth_free(base.v, base.y, x, last.y, 1)
        WHEN way = 'lower' THEN growth_free(base.v, base.y, x, last.y, -1)
    END AS second_ratio
    FROM lines
)
SELECT *,
    CASE WHEN attainment = 'met' THEN 'achieved'
        WHEN trend IS NULL AND held IS NOT NULL THEN grade_ratio(second_ratio)
        ELSE grade_free(second_ratio, near_limit(base.v, CASE WHEN way = 'higher' THEN upper_limit END))
    END AS second,
    mid AS outlook_value, low_end AS outlook_low, high_end AS outlook_high,
    CASE
        WHEN aim IS NULL OR mid IS NULL THEN NULL
        WHEN meets(low_end, aim.op, aim.v) AND meets(high_end, aim.op, aim.v) THEN 'will_meet'
        WHEN meets(mid, aim.op, aim.v) THEN 'likely'
        WHEN meets(low_end, aim.op, aim.v) OR meets(high_end, aim.op, aim.v)
            OR aim.op = '~=' AND low_end < aim.v AND high_end > aim.v THEN 'hard'
        ELSE 'will_miss'
    END AS outlook
FROM growths;
