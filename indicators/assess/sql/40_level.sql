-- Attainment and pace (methods 2 and 3).
-- The areas below of a target that each must meet; of two with one name both are called by the area above, too.
CREATE OR REPLACE TEMP TABLE j_children AS
WITH child AS (
    SELECT i.case_id, i.leaf_key, a.area,
        CASE WHEN count(*) OVER (PARTITION BY i.case_id, i.leaf_key, a.name) > 1 THEN coalesce(u.name, '') ELSE '' END || a.name
            AS name, i.held, list_filter(s.pts, lambda p: p.y = i.last.y)[1].v AS x
    FROM j_stand AS i JOIN j_every AS e USING (leaf_key)
        JOIN j_below AS b ON b.leaf_key = i.leaf_key AND b.above = i.area
        JOIN a_area AS a ON a.area = b.area
        LEFT JOIN a_area AS u ON u.area = a.parent
        LEFT JOIN j_points AS s ON s.indicator = i.indicator AND s.area = b.area AND s.breakdown = i.breakdown
)
SELECT case_id, leaf_key, count(*) AS children,
    list(name ORDER BY area) FILTER (x IS NOT NULL AND NOT meets(x, held.op, held.v)) AS failing,
    list(name ORDER BY area) FILTER (x IS NULL) AS lacking
FROM child
GROUP BY case_id, leaf_key;

CREATE OR REPLACE TEMP VIEW j_level AS
WITH joined AS (
    SELECT f.*, c.failing, c.lacking, c.children, coalesce(l.kind, 'none') AS kind, l.root_kind, l.trend, l.hold,
        l.change_amount, l.yearly_quota, l.near_allowed AND l.trend IS NULL AS near_allowed,
        f.last.v AS x,
        sense(f.held.op) AS d,
        meets(f.last.v, f.held.op, f.held.v) AS met_now,
        f.base IS NOT NULL AND meets(f.base.v, f.held.op, f.held.v) AS met_base,
        s.said, h.holds, l.conditional, l.by_people,
        -- a judgement speaks while it stands, and unless a later year's figure (1 or 0) does
        CASE WHEN f.year - s.said.y <= stands_for(f.frequency) AND s.said.y >= coalesce(f.last.y, s.said.y)
            THEN s.said.verdict END AS ruling,
        list_concat(s.yes_years, CASE WHEN l.by_people
            THEN list_transform(list_filter(f.pts, lambda p: p.v = 1), lambda p: p.y) END) AS yes_years,
        -- these ask something of each year by itself: no base is needed
        coalesce(l.yearly_quota OR l.kind IN ('versus', 'slower_growth', 'yes_no', 'qualitative'), false) AS baseless
    FROM j_stand AS f LEFT JOIN j_leaf AS l USING (leaf_key)
        LEFT JOIN j_children AS c ON c.case_id = f.case_id AND c.leaf_key = f.leaf_key
        LEFT JOIN j_said AS s ON s.case_id = f.case_id AND s.leaf_key = f.leaf_key
        LEFT JOIN j_holds AS h ON h.case_id = f.case_id AND h.leaf_key = f.leaf_key
), judged AS (
    SELECT *, CASE
        WHEN kind = 'none' THEN 'monitored'
        WHEN conditional AND NOT holds.applies THEN 'not_applicable'
        WHEN excused AND NOT coalesce(conditional AND holds.applies, false) THEN 'not_applicable'
        WHEN conditional AND holds IS NULL THEN 'awaiting'
        WHEN by_people THEN CASE
            WHEN ruling IS NOT NULL THEN CASE WHEN ruling = 'yes' THEN 'met' ELSE 'not_met' END
            -- a judgement is 1 or 0; any other figure measures something and judges nothing
            WHEN NOT fresh OR x NOT IN (0, 1) THEN 'awaiting' WHEN x = 1 THEN 'met' ELSE 'not_met' END
        WHEN NOT fresh OR held IS NULL THEN 'no_data'
        WHEN len(failing) > 0 THEN 'not_met'
        WHEN len(lacking) > 0 THEN 'no_data'
        WHEN met_now THEN 'met'
        WHEN near_allowed AND NOT (held.op IN ('>', '<') AND q9(x) = q9(held.v))
            AND q9(abs(x - held.v)) <= q9(getvariable('near_miss')
                * abs(CASE WHEN change_amount IS NULL THEN held.v ELSE held.v - base.v END)) THEN 'nearly_met'
        ELSE 'not_met'
    END AS attainment,
    place(x, held.op, held.v) AS px, place(base.v, held.op, held.v) AS pb, edge(held.op, held.v) AS pt,
    -- the required path: base, then every demand after it, flat after the last
    CASE WHEN len(demands) > 1 THEN list_concat([{'y': base.y, 'v': place(base.v, held.op, held.v)}], list_transform(
        list_filter(demands, lambda m: m.y > base.y),
        lambda m: {'y': m.y, 'v': edge(m.op, m.v)})) END AS path
    FROM joined
), stepped AS (
    SELECT *, list_filter(path, lambda p: p.y <= last.y)[-1] AS path_from,
        list_filter(path, lambda p: p.y > last.y)[1] AS path_to
    FROM judged
), required AS (
    SELECT *, CASE
        WHEN base IS NULL OR last IS NULL OR last.y < base.y THEN NULL
        WHEN met_base OR last.y >= final.y THEN CASE WHEN met_base THEN pt ELSE edge(final.op, final.v) END
        WHEN path_to IS NOT NULL THEN
            path_from.v + (path_to.v - path_from.v) * (last.y - path_from.y) / (path_to.y - path_from.y)
        ELSE pb + (pt - pb) * (last.y - base.y) / (final.y - base.y)
    END AS pr,
    last.y > base.y AND last.y < final.y AND trend IS NULL AND NOT baseless
        AND q9(abs(pt - pb)) >= q9(getvariable('pace_min_change') * abs(held.v)) AS paced
    FROM stepped
), ratio AS (
    SELECT *, CASE WHEN paced THEN q9((px - pb) / nullif(pr - pb, 0)) + 0 END AS r FROM required
), paces AS (
    SELECT *, CASE
        WHEN by_people AND attainment = 'not_met' THEN CASE WHEN len(list_filter(yes_years, lambda y:
            y < CASE WHEN ruling IS NULL THEN last.y ELSE said.y END)) > 0 THEN 'slipped' END
        WHEN attainment NOT IN ('met', 'nearly_met', 'not_met') OR held IS NULL THEN NULL
        WHEN NOT baseless AND (base IS NULL OR last.y <= base.y) THEN 'too_few_points'
        WHEN attainment = 'not_met' AND (met_base AND base.y < last.y OR len(list_filter(pts, lambda p:
            p.y < last.y AND p.y >= coalesce(base.y, p.y) AND meets(p.v, held.op, held.v))) > 0) THEN 'slipped'
        -- growing slower is all that is asked of slower growth
        WHEN attainment = 'met' AND kind <> 'slower_growth'
            AND q9(worse_by(x, pts[-getvariable('worsening_figures')].v, held.op, held.v)) > q9(step) THEN 'met_worsening'
        WHEN attainment = 'met' AND met_base AND NOT baseless THEN 'held_since_base'
        WHEN trend IS NOT NULL AND last.y < final.y THEN CASE
            WHEN attainment = 'met' THEN 'on_schedule'
            WHEN q9(worse_by(x, base.v, held.op, held.v)) > 0 THEN 'moving_away'
            ELSE 'behind' END
        WHEN r >= getvariable('pace_ahead') THEN 'ahead'
        WHEN r >= getvariable('pace_on_schedule') THEN 'on_schedule'
        WHEN r >= getvariable('pace_slow') THEN 'slow'
        WHEN r >= getvariable('pace_behind') THEN 'behind'
        WHEN r < getvariable('pace_behind') THEN 'moving_away'
    END AS pace
    FROM ratio
)
SELECT *,
    CASE WHEN pace IN ('ahead', 'on_schedule', 'slow', 'behind', 'moving_away') THEN r END AS pace_ratio,
    CASE WHEN trend IS NOT NULL OR NOT fresh THEN NULL
        WHEN baseless THEN held.v
        WHEN held.op = '~=' THEN q9(held.v + sign(base.v - held.v) * pr)
        ELSE q9(pr) END AS required
FROM paces;
