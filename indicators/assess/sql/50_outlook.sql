-- Second opinion by compound growth (3) and outlook by Theil-Sen (4).
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
    SELECT *, len(recent) AS slope_figures,
        CASE WHEN fresh AND len(recent) >= getvariable('outlook_min') THEN list_transform(recent, lambda p: p.v) END AS vs,
        list_transform(recent, lambda p: p.y) AS ys
    FROM ahead
), slopes AS (
    SELECT *, list_sort(flatten(list_transform(range(1, len(vs)), lambda i: list_transform(range(i + 1, len(vs) + 1),
        lambda j: (vs[j] - vs[i]) / (ys[j] - ys[i]))))) AS slope
    FROM figures
), rates AS (
    SELECT *, quantile_of(slope, 0.5) AS slope_mid,
        quantile_of(slope, getvariable('outlook_low')) AS slope_low,
        quantile_of(slope, getvariable('outlook_high')) AS slope_high
    FROM slopes
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
