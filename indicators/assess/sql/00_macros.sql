-- Small formulas shared by the steps that follow. Constants come from SET VARIABLE (see settings.py).
-- Figures are compared as reported: nine decimals hold every reported figure and drop float noise.
CREATE OR REPLACE TEMP MACRO q9(x) AS round(x, 9);

-- Does `x` meet `op v`? '~=' asks for a band around v, '~<' for its upper edge only (控制在v左右), '~>' for
-- its lower edge only (提高到v左右).
CREATE OR REPLACE TEMP MACRO meets(x, op, v) AS CASE op
    WHEN '>=' THEN q9(x) >= q9(v)
    WHEN '>' THEN q9(x) > q9(v)
    WHEN '<=' THEN q9(x) <= q9(v)
    WHEN '<' THEN q9(x) < q9(v)
    WHEN '~=' THEN q9(abs(x - v)) <= q9(getvariable('around_tolerance') * abs(v))
    WHEN '~<' THEN q9(x) <= q9(v + getvariable('around_tolerance') * abs(v))
    WHEN '~>' THEN q9(x) >= q9(v - getvariable('around_tolerance') * abs(v))
END;

-- From which year on something counts that came with figures of year `y`: what came later is not known to a verdict of an
-- earlier year. Where the figures are tables and no store (no as_year), all are known at once.
CREATE OR REPLACE TEMP MACRO known_from(y) AS CASE WHEN getvariable('as_year') IS NULL THEN 0 ELSE y::INTEGER END;

-- Which way an operator wants the figure to go: 1 up, -1 down, 0 towards a value.
CREATE OR REPLACE TEMP MACRO sense(op) AS CASE WHEN op IN ('>=', '>', '~>') THEN 1 WHEN op = '~=' THEN 0 ELSE -1 END;

-- The coordinate in which progress is measured: the figure itself, or its distance to v (around).
CREATE OR REPLACE TEMP MACRO place(x, op, v) AS CASE WHEN op = '~=' THEN abs(x - v) ELSE x END;
-- The demand in the same coordinate: the bound itself or the edge of the band.
CREATE OR REPLACE TEMP MACRO edge(op, v) AS CASE
    WHEN op = '~=' THEN getvariable('around_tolerance') * abs(v)
    WHEN op = '~<' THEN v + getvariable('around_tolerance') * abs(v)
    WHEN op = '~>' THEN v - getvariable('around_tolerance') * abs(v)
    ELSE v
END;
-- By how much `x` is worse than `z`, in the direction of the target (negative: better).
CREATE OR REPLACE TEMP MACRO worse_by(x, z, op, v) AS CASE
    WHEN sense(op) = 1 THEN z - x
    WHEN sense(op) = -1 THEN x - z
    ELSE abs(x - v) - abs(z - v)
END;

-- Decimals of a number that has no text of its own.
CREATE OR REPLACE TEMP MACRO decimals_of(x) AS CASE
    WHEN x IS NULL THEN NULL
    WHEN q9(x) = round(x, 0) THEN 0
    ELSE least(9, length(rtrim(split_part(format('{:.9f}', x), '.', 2), '0')))
END;

-- Years during which a figure stands, by how often it comes into being.
CREATE OR REPLACE TEMP MACRO stands_for(frequency) AS CASE frequency
    WHEN 'term' THEN getvariable('stale_term')
    WHEN 'census' THEN getvariable('stale_census')
    WHEN 'survey' THEN getvariable('stale_survey')
    ELSE getvariable('stale_after')
END;

-- Compound growth a year; NULL where it has no meaning (base 0, sign changed, no time passed).
CREATE OR REPLACE TEMP MACRO growth(y0, t0, y1, t1) AS CASE
    WHEN t1 > t0 AND y0 <> 0 AND y1 / y0 >= 0 THEN pow(y1 / y0, 1.0 / (t1 - t0)) - 1
END;
-- The compound-growth ratio of Eurostat and Statistics Canada; d is 1 if up is good, else -1.
-- A target of 0 cannot be reached by compound growth: they put 0.001 in its place.
CREATE OR REPLACE TEMP MACRO growth_ratio(y0, t0, y1, t1, goal, goal_year, d) AS
    (CASE WHEN y0 < 0 THEN -1 ELSE 1 END) * d * growth(y0, t0, y1, t1)
    / nullif(abs(growth(y0, t0, CASE WHEN goal = 0 THEN getvariable('target_zero') ELSE goal END, goal_year)), 0);
CREATE OR REPLACE TEMP MACRO growth_free(y0, t0, y1, t1, d) AS
    (CASE WHEN y0 < 0 THEN -1 ELSE 1 END) * d * growth(y0, t0, y1, t1);
-- Near a natural limit the thresholds of growth without a target shrink by this factor.
CREATE OR REPLACE TEMP MACRO near_limit(y0, lim) AS CASE
    WHEN lim IS NULL OR lim = 0 OR y0 < 0 THEN 1.0
    WHEN y0 <= lim THEN 1 - pow(y0 / lim, getvariable('limit_exponent'))
    WHEN y0 < 2 * lim THEN 1 - pow((2 * lim - y0) / lim, getvariable('limit_exponent'))
    ELSE 1.0
END;
CREATE OR REPLACE TEMP MACRO grade_ratio(r) AS CASE
    WHEN q9(r) >= getvariable('second_on_track') THEN 'on_track'
    WHEN q9(r) >= getvariable('second_moderate') THEN 'moderate'
    WHEN r >= getvariable('second_limited') THEN 'limited'
    WHEN r < getvariable('second_limited') THEN 'deteriorating'
END;
CREATE OR REPLACE TEMP MACRO grade_free(r, c) AS CASE
    WHEN r >= getvariable('second_free_on_track') * c THEN 'on_track'
    WHEN r >= getvariable('second_free_moderate') * c THEN 'moderate'
    WHEN r >= getvariable('second_free_limited') * c THEN 'limited'
    WHEN r < getvariable('second_free_limited') * c THEN 'deteriorating'
END;

-- Wilson's limits of a share (z from the normal quantile).
CREATE OR REPLACE TEMP MACRO wilson(n, d, z, side) AS
    (2 * n + z * z + side * z * sqrt(z * z + 4 * n * (1 - n / d))) / (2 * (d + z * z));
-- Byar's limits of a count of ten or more.
CREATE OR REPLACE TEMP MACRO byar_low(n, z) AS n * pow(1 - 1 / (9 * n) - z / (3 * sqrt(n)), 3);
CREATE OR REPLACE TEMP MACRO byar_high(n, z) AS
    (n + 1) * pow(1 - 1 / (9 * (n + 1)) + z / (3 * sqrt(n + 1)), 3);
CREATE OR REPLACE TEMP MACRO unit_multiplier(unit) AS CASE
    WHEN unit IN ('%', '%', '百分比') THEN 100.0
    WHEN unit IN ('‰', '千分之') THEN 1000.0
    WHEN regexp_matches(unit, '10\s*万$|十万') THEN 100000.0
    WHEN regexp_matches(unit, '/\s*万$|万分') THEN 10000.0
END;
-- Kept inside the natural limits, where there are any (least and greatest pass over NULL, so ask first).
CREATE OR REPLACE TEMP MACRO clip(x, low, high) AS
    CASE WHEN x IS NOT NULL THEN q9(greatest(least(x, coalesce(high, x)), coalesce(low, least(x, coalesce(high, x))))) END;
-- Where the pace from the first figure to the turn would have led, less one reported step; never beyond the
-- level of the turn itself (standing still is slower than rising).
CREATE OR REPLACE TEMP MACRO slowed(first, turn, last, step) AS CASE
    WHEN step > 0 THEN least(turn.v, q9(turn.v + (turn.v - first.v) / (turn.y - first.y) * (last.y - turn.y) + step))
    ELSE greatest(turn.v, q9(turn.v + (turn.v - first.v) / (turn.y - first.y) * (last.y - turn.y) + step))
END;

-- Which level of areas a target for every one of them speaks of (以乡镇为单位); NULL: those directly below.
CREATE OR REPLACE TEMP MACRO every_level(words) AS CASE
    WHEN regexp_matches(words, 'village|村|社区') THEN 'village'
    WHEN regexp_matches(words, 'town|乡|镇|街道') THEN 'town'
    WHEN regexp_matches(words, 'county|县|区|旗') THEN 'county'
    WHEN regexp_matches(words, 'city|市|州|盟') THEN 'city'
    WHEN regexp_matches(words, 'province|省') THEN 'province'
END;
-- Which level of areas a target compares with (高于全省平均水平), if it names one.
CREATE OR REPLACE TEMP MACRO comparator_level(words) AS CASE
    WHEN regexp_matches(words, '全国|国家|我国') THEN 'nation'
    WHEN regexp_matches(words, '省|自治区') THEN 'province'
    WHEN regexp_matches(words, '城市') THEN NULL
    WHEN regexp_matches(words, '市|州') THEN 'city'
    WHEN regexp_matches(words, '县|区') THEN 'county'
END;
