-- For every item: what was known in its year, the figure that stands, the base, and the demand.
CREATE OR REPLACE TEMP TABLE j_figure AS
WITH known AS (
    SELECT m.* EXCLUDE (pts, other, gaps), coalesce(list_filter(m.pts, lambda p: p.y <= m.year), []) AS pts,
        coalesce(list_filter(m.other, lambda p: p.y <= m.year), []) AS other,
        list_filter(m.gaps, lambda p: p.y <= m.year)[-1] AS gap
    FROM j_measured AS m
), placed AS (
    SELECT k.*, k.pts[-1] AS last,
        l.kind, l.base_year AS base_wanted, i.frequency,
        CASE WHEN l.base_given IS NOT NULL
            THEN {'y': l.base_year::INT, 'o': 0, 'v': l.base_given, 'd': decimals_of(l.base_given)::INT}
            -- Nearest year first, of two equally near ones the earlier.
            ELSE list_sort(list_transform(
                list_filter(k.pts, lambda p: abs(p.y - l.base_year) <= getvariable('base_neighbour')),
                lambda p: {'o': 2 * abs(p.y - l.base_year) + (p.y > l.base_year)::INT, 'p': p}))[1].p
        END AS base
    FROM known AS k LEFT JOIN j_leaf AS l USING (leaf_key) LEFT JOIN a_indicator AS i ON i.indicator = k.indicator
), standing AS (
    SELECT p.*,
        -- An annual figure stands for its own year; a term's or census' figure stands until the next.
        CASE WHEN coalesce(p.frequency, 'annual') = 'annual' THEN coalesce(p.last.y, p.year) ELSE p.year END AS at_year,
        p.last IS NOT NULL AND p.year - p.last.y <= stands_for(p.frequency)
            AND NOT (p.gap.y IS NOT NULL AND p.gap.y = p.year AND coalesce(p.frequency, 'annual') = 'annual') AS fresh,
        p.gap.y IS NOT NULL AND p.gap.y >= coalesce(p.last.y, p.gap.y) AND p.gap.m = 'not_applicable' AS excused,
        list_filter(p.pts, lambda q: q.y >= coalesce(p.base.y, q.y)) AS since,
        -- slower growth: the old pace runs to the base year if it lies inside, else to the middle figure
        p.pts[CASE WHEN p.kind = 'slower_growth' THEN coalesce(
            nullif(list_position(list_transform(p.pts[2:-2], lambda q: q.y), p.base_wanted), 0) + 1,
            (len(p.pts) + 1) // 2) END] AS turn
    FROM placed AS p
)
SELECT s.*,
    pow(10.0, -greatest(coalesce(list_max(list_transform(s.since, lambda q: q.d)), 0), coalesce(s.base.d, 0))) AS step,
    list_filter(s.other, lambda q: s.at_year - q.y <= getvariable('stale_after'))[-1] AS rival
FROM standing AS s;

-- The demands on each item by year: as written, or made from the base.
CREATE OR REPLACE TEMP TABLE j_demand AS
WITH asked AS (
    SELECT f.case_id, f.leaf_key, CASE
        WHEN l.kind IN ('yes_no', 'qualitative', 'none') THEN []
        WHEN l.kind = 'slower_growth' THEN
            CASE WHEN len(f.pts) >= 3 THEN [{'y': f.at_year, 'op': CASE WHEN l.direction = 'higher' THEN '>=' ELSE '<=' END,
                'v': CASE WHEN l.direction = 'higher'
                    THEN least(f.turn.v, q9(f.turn.v + (f.turn.v - f.pts[1].v) / (f.turn.y - f.pts[1].y)
                        * (f.last.y - f.turn.y) + f.step))
                    ELSE greatest(f.turn.v, q9(f.turn.v + (f.turn.v - f.pts[1].v) / (f.turn.y - f.pts[1].y)
                        * (f.last.y - f.turn.y) - f.step)) END}]
            ELSE [] END
        WHEN l.kind = 'versus' THEN
            CASE WHEN f.rival IS NULL THEN []
            ELSE [{'y': f.at_year, 'op': coalesce(l.first_op, CASE WHEN l.direction = 'lower' THEN '<=' ELSE '>=' END),
                'v': q9(f.rival.v + coalesce(l.asked[1].v, 0))}] END
        WHEN l.per_year THEN
            CASE WHEN f.base IS NULL THEN []
            ELSE list_transform(list_distinct([greatest(f.at_year, f.base.y + 1), greatest(f.at_year, l.period_end)]),
                lambda y: {'y': y, 'op': CASE WHEN l.change_amount < 0 THEN '<=' ELSE '>=' END,
                    'v': q9(CASE WHEN l.change_unit = 'percent' THEN f.base.v * pow(1 + l.change_amount / 100, y - f.base.y)
                        ELSE f.base.v + l.change_amount * (y - f.base.y) END)}) END
        WHEN l.relative THEN
            CASE WHEN f.base IS NULL THEN []
            ELSE list_transform(l.asked, lambda a: {'y': a.y, 'op': a.op,
                'v': q9(CASE WHEN a.u = 'percent' THEN f.base.v * (1 + a.v / 100) ELSE f.base.v + a.v END)}) END
        WHEN l.yearly_quota THEN
            list_transform(l.asked[1:1], lambda a: {'y': f.at_year, 'op': a.op, 'v': a.v})
        WHEN len(l.asked) > 0 THEN list_transform(l.asked, lambda a: {'y': a.y, 'op': a.op, 'v': a.v})
        WHEN l.kind = 'full' THEN [{'y': l.period_end::INT, 'op': '>=', 'v': 100.0}]
        WHEN l.kind = 'balance' THEN [{'y': l.period_end::INT, 'op': '~=', 'v': 50.0}]
        WHEN l.kind = 'at_least_one' THEN [{'y': l.period_end::INT, 'op': '>=', 'v': 1.0}]
        WHEN l.trend IS NOT NULL AND f.base IS NOT NULL THEN [CASE WHEN l.trend = 'up'
            THEN {'y': l.period_end::INT, 'op': '>=', 'v': q9(f.base.v + f.step)}
            ELSE {'y': l.period_end::INT, 'op': '<=', 'v': q9(f.base.v - f.step)} END]
        ELSE []
    END::STRUCT(y INTEGER, op VARCHAR, v DOUBLE)[] AS demands
    FROM j_figure AS f JOIN j_leaf AS l USING (leaf_key)
), sorted AS (
    SELECT a.case_id, a.leaf_key, f.at_year, list_sort(a.demands) AS demands
    FROM asked AS a JOIN j_figure AS f USING (case_id, leaf_key)
)
SELECT case_id, leaf_key, demands, demands[-1] AS final,
    coalesce(list_filter(demands, lambda d: d.y >= at_year)[1], demands[-1]) AS held
FROM sorted;
