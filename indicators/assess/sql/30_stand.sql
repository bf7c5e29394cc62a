-- For every item: what was known in its year, the figure that stands, the base, and what is asked of it.
CREATE OR REPLACE TEMP TABLE j_stand AS
WITH known AS (
    SELECT m.*, l.kind,
        -- without a target: the year before the ten-year plans of the time
        coalesce(l.base_year, (m.year - 1) // 10 * 10) AS base_wanted, coalesce(i.frequency, 'annual') AS frequency,
        CASE WHEN m.pts[-1].y <= m.year THEN m.pts
            ELSE coalesce(list_filter(m.pts, lambda p: p.y <= m.year), []) END AS told,
        list_filter(m.other, lambda p: p.y <= m.year) AS other_told,
        list_filter(m.gaps, lambda p: p.y <= m.year)[-1] AS gap,
        CASE WHEN l.base_given IS NOT NULL
            THEN {'y': l.base_year::INT, 'o': 0, 'v': l.base_given, 'd': decimals_of(l.base_given)::INT} END AS given
    FROM j_measured AS m LEFT JOIN j_leaf AS l USING (leaf_key) LEFT JOIN a_indicator AS i ON i.indicator = m.indicator
), placed AS (
    SELECT * EXCLUDE (pts, other, gaps), told AS pts, told[-1] AS last,
        CASE WHEN given IS NOT NULL THEN given
            ELSE coalesce(list_filter(told, lambda p: p.y = base_wanted)[1],
                -- the nearest year, of two equally near ones the earlier
                list_sort(list_transform(
                    list_filter(told, lambda p: abs(p.y - base_wanted) <= getvariable('base_neighbour')),
                    lambda p: {'o': 2 * abs(p.y - base_wanted) + (p.y > base_wanted)::INT, 'p': p}))[1].p)
        END AS base
    FROM known
), standing AS (
    SELECT *,
        -- An annual figure stands for its own year; a term's or census' figure stands until the next.
        CASE WHEN frequency = 'annual' THEN coalesce(last.y, year) ELSE year END AS at_year,
        last IS NOT NULL AND year - last.y <= stands_for(frequency)
            AND NOT (gap.y IS NOT NULL AND gap.y = year AND frequency = 'annual') AS fresh,
        gap.y IS NOT NULL AND gap.y >= coalesce(last.y, gap.y) AND gap.m = 'not_applicable' AS excused,
        pow(10.0, -greatest(coalesce(list_max(list_transform(pts, lambda q: q.d)), 0), coalesce(base.d, 0))) AS step,
        -- slower growth: the old pace runs to the base year if it lies inside, else to the middle figure
        CASE WHEN kind = 'slower_growth' AND len(pts) >= getvariable('slower_figures') THEN pts[coalesce(
            nullif(list_position(list_transform(pts[2:-2], lambda q: q.y), base_wanted), 0) + 1,
            (len(pts) + 1) // 2)] END AS turn
    FROM placed
), asked AS (
    SELECT s.*, CASE
        WHEN l.kind IN ('yes_no', 'qualitative', 'none') THEN NULL
        WHEN l.kind = 'slower_growth' THEN CASE WHEN turn IS NOT NULL THEN
            [{'y': at_year, 'op': CASE WHEN l.direction = 'higher' THEN '>=' ELSE '<=' END,
                'v': slowed(pts[1], turn, last, CASE WHEN l.direction = 'higher' THEN step ELSE -step END)}] END
        WHEN l.kind = 'versus' THEN list_transform(
            list_filter(other_told, lambda q: at_year - q.y <= getvariable('stale_after'))[-1:],
            lambda q: {'y': at_year, 'op': coalesce(l.first_op, CASE WHEN l.direction = 'lower' THEN '<=' ELSE '>=' END),
                'v': q9(q.v + coalesce(l.asked[1].v, 0))})
        WHEN l.per_year AND base IS NOT NULL THEN list_transform(
            list_distinct([greatest(at_year, base.y + 1), greatest(at_year, l.period_end)]),
            lambda y: {'y': y, 'op': CASE WHEN l.change_amount < 0 THEN '<=' ELSE '>=' END,
                'v': q9(CASE WHEN l.change_unit = 'percent' THEN base.v * pow(1 + l.change_amount / 100, y - base.y)
                    ELSE base.v + l.change_amount * (y - base.y) END)})
        WHEN l.relative AND base IS NOT NULL THEN list_transform(l.asked, lambda a: {'y': a.y, 'op': a.op,
            'v': q9(CASE WHEN a.u = 'percent' THEN base.v * (1 + a.v / 100) ELSE base.v + a.v END)})
        WHEN l.per_year OR l.relative THEN NULL
        WHEN l.yearly_quota THEN list_transform(l.levels[1:1], lambda a: {'y': at_year, 'op': a.op, 'v': a.v})
        WHEN len(l.levels) > 0 THEN l.levels
        WHEN l.kind = 'full' THEN [{'y': l.period_end::INT, 'op': '>=', 'v': 100.0}]
        WHEN l.kind = 'balance' THEN [{'y': l.period_end::INT, 'op': '~=', 'v': 50.0}]
        WHEN l.kind = 'at_least_one' THEN [{'y': l.period_end::INT, 'op': '>=', 'v': 1.0}]
        WHEN l.trend IS NOT NULL AND base IS NOT NULL THEN [CASE WHEN l.trend = 'up'
            THEN {'y': l.period_end::INT, 'op': '>=', 'v': q9(base.v + step)}
            ELSE {'y': l.period_end::INT, 'op': '<=', 'v': q9(base.v - step)} END]
    END::STRUCT(y INTEGER, op VARCHAR, v DOUBLE)[] AS asks
    FROM standing AS s LEFT JOIN j_leaf AS l USING (leaf_key)
), sorted AS (
    SELECT *, CASE WHEN len(asks) > 1 THEN list_sort(asks) ELSE asks END AS demands FROM asked
)
SELECT case_id, leaf_key, indicator, area, year, frequency, breakdown, pts, counts, last, base, gap, at_year, fresh, excused, step,
    demands, demands[-1] AS final,
    CASE WHEN len(demands) > 1 THEN coalesce(list_filter(demands, lambda d: d.y >= at_year)[1], demands[-1])
        ELSE demands[1] END AS held
FROM sorted;
