-- The series each item is judged on: the indicator's own, or one made from several.

-- Every area below: who belongs to whom. A target names a sort of area (以乡镇为单位) or a level.
CREATE OR REPLACE TEMP TABLE j_every AS
SELECT leaf_key, every_level(every) AS level
FROM j_leaf WHERE kind = 'every_area' OR every IS NOT NULL;

CREATE OR REPLACE TEMP TABLE j_below AS
WITH RECURSIVE wanted AS (
    SELECT DISTINCT i.leaf_key, i.area AS above, e.level FROM j_item AS i JOIN j_every AS e USING (leaf_key)
), tree AS (
    SELECT w.leaf_key, w.above, w.level, a.area, a.level AS own
    FROM wanted AS w JOIN a_area AS a ON a.parent = w.above
    UNION ALL
    SELECT t.leaf_key, t.above, t.level, a.area, a.level
    FROM tree AS t JOIN a_area AS a ON a.parent = t.area
    WHERE t.level IS NOT NULL AND t.own <> t.level
)
SELECT leaf_key, above, area FROM tree WHERE level IS NULL OR own = level;

-- The worst area of each year stands for all.
CREATE OR REPLACE TEMP TABLE j_worst AS
SELECT leaf_key, above, breakdown, known_from(min(year)) AS since, list_sort(list({'y': year, 'o': 0, 'v': v, 'd': d})) AS pts
FROM (
    SELECT leaf_key, above, breakdown, p.y AS year,
        CASE WHEN sense(coalesce(first_op, '>=')) = 1 THEN min(p.v) ELSE max(p.v) END AS v, max(p.d) AS d
    FROM (
        SELECT b.leaf_key, b.above, lb.breakdown, l.first_op, unnest(s.pts) AS p
        FROM j_below AS b JOIN j_leaf AS l USING (leaf_key) JOIN j_leaf_breakdown AS lb USING (leaf_key)
            JOIN j_points AS s ON s.indicator = l.indicator AND s.area = b.area AND s.breakdown = lb.breakdown
    )
    GROUP BY leaf_key, above, breakdown, p.y, first_op
)
GROUP BY leaf_key, above, breakdown;

-- The distance between two breakdowns, of several pairs the first by name that is known by the year judged; where none are given, the figure is the distance itself.
CREATE OR REPLACE TEMP TABLE j_gap AS
SELECT leaf_key, area, list_sort(list({'y': year, 'o': 0, 'v': v, 'd': d})) AS pts, known_from(min(year)) AS since,
    coalesce(min(known_from(min(year))) OVER (PARTITION BY leaf_key, area ORDER BY pair
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 9999) AS until
FROM (
    SELECT leaf_key, area, pair, p.y AS year, q9(max(p.v) - min(p.v)) AS v, max(p.d) AS d
    FROM (
        SELECT l.leaf_key, s.area, b.pair, b.side, unnest(s.pts) AS p
        FROM j_leaf AS l JOIN j_points AS s ON s.indicator = l.indicator
            JOIN j_label AS b ON b.breakdown = s.breakdown
        WHERE l.kind = 'gap' AND b.pair = coalesce(CASE
            WHEN regexp_matches(l.label, '城|乡|农村') THEN '城乡'
            WHEN regexp_matches(l.label, '性别|男|女') THEN '性别' END, b.pair)
    )
    GROUP BY leaf_key, area, p.y, pair
    HAVING count(DISTINCT side) = 2
)
GROUP BY leaf_key, area, pair
QUALIFY since < until;

-- The series compared with: another side of the same area (不低于男性水平), or the same indicator in the area
-- (or of the level) that the target names (高于全省平均水平): of several of that level the one above the area judged.
-- Only figures that those areas gave themselves.
CREATE OR REPLACE TEMP TABLE j_versus AS
SELECT leaf_key, indicator, comparator, comparator_level(comparator) AS level
FROM j_leaf WHERE kind = 'versus';

CREATE OR REPLACE TEMP TABLE j_above AS
WITH RECURSIVE above AS (
    SELECT i.area, a.parent AS holder FROM (SELECT DISTINCT i.area FROM j_item AS i JOIN j_leaf AS l USING (leaf_key)
        WHERE l.kind = 'versus') AS i JOIN a_area AS a USING (area)
    WHERE a.parent IS NOT NULL
    UNION ALL
    SELECT b.area, a.parent FROM above AS b JOIN a_area AS a ON a.area = b.holder WHERE a.parent IS NOT NULL
)
SELECT b.area, b.holder, a.level FROM above AS b JOIN a_area AS a ON a.area = b.holder;

CREATE OR REPLACE TEMP TABLE j_other AS
WITH given AS (
    SELECT indicator, area, breakdown, since, pts FROM j_points
    WHERE indicator IN (SELECT indicator FROM j_versus)
), found AS (
    SELECT n.leaf_key, p.area, p.since, p.pts, 0 AS rank
    FROM j_versus AS n JOIN j_label AS b ON contains(n.comparator, b.label)
        JOIN given AS p ON p.indicator = n.indicator AND p.breakdown = b.breakdown
    UNION ALL
    SELECT n.leaf_key, u.area, p.since, p.pts, 1
    FROM j_versus AS n JOIN j_above AS u ON u.level = n.level
        JOIN given AS p ON p.indicator = n.indicator AND p.area = u.holder AND p.breakdown = 0
    UNION ALL
    SELECT n.leaf_key, NULL, p.since, p.pts, CASE WHEN contains(n.comparator, a.name) THEN 1 ELSE 2 END
    FROM j_versus AS n JOIN a_area AS a ON contains(n.comparator, a.name) OR a.level = n.level
        JOIN given AS p ON p.indicator = n.indicator AND p.area = a.area AND p.breakdown = 0
), by_then AS (
    SELECT f.leaf_key, f.area, y.year, f.rank, CASE WHEN getvariable('as_year') IS NULL THEN f.pts
        ELSE nullif(list_filter(f.pts, lambda p: p.y <= y.year), []) END AS pts
    FROM found AS f JOIN (SELECT DISTINCT leaf_key, year FROM j_item SEMI JOIN j_versus USING (leaf_key)) AS y
        ON y.leaf_key = f.leaf_key AND f.since <= y.year
), given_then AS (
    SELECT leaf_key, area, year, rank, list_filter(pts, lambda p: p.o <> -1) AS pts FROM by_then
)
SELECT leaf_key, area, year, pts, rank FROM given_then
QUALIFY row_number() OVER (PARTITION BY leaf_key, area, year ORDER BY rank, len(pts) DESC) = 1;

CREATE OR REPLACE TEMP VIEW j_measured AS
SELECT i.case_id, i.leaf_key, i.indicator, i.area, i.year, coalesce(lb.breakdown, CASE WHEN l.label IS NULL THEN 0 END) AS breakdown,
    CASE WHEN l.kind = 'every_area' OR l.every IS NOT NULL THEN coalesce(w.pts, p.pts)
        -- a target of its own on an indicator that has no two sides: its figure is the distance itself
        WHEN l.kind = 'gap' THEN coalesce(g.pts, CASE WHEN l.leaf = l.root AND sided.indicator IS NULL THEN p.pts END)
        ELSE p.pts END AS pts,
    coalesce(CASE WHEN own.rank = 0 THEN own.pts END, CASE WHEN o.rank = 1 THEN o.pts END, own.pts,
        CASE WHEN held.area IS NULL THEN o.pts END) AS other, p.gaps, p.counts
FROM j_item AS i
    LEFT JOIN j_leaf AS l USING (leaf_key)
    LEFT JOIN j_leaf_breakdown AS lb ON lb.leaf_key = i.leaf_key AND i.year >= lb.since AND i.year < lb.until
    LEFT JOIN j_points AS p
        ON p.indicator = i.indicator AND p.area = i.area
        AND p.breakdown = coalesce(lb.breakdown, CASE WHEN l.label IS NULL THEN 0 END)
    LEFT JOIN j_worst AS w ON w.leaf_key = i.leaf_key AND w.above = i.area AND w.breakdown = lb.breakdown AND w.since <= i.year
    LEFT JOIN (
        SELECT indicator, min(since) AS since
        FROM j_used SEMI JOIN (SELECT breakdown FROM j_label WHERE pair IS NOT NULL) AS b USING (breakdown)
        GROUP BY indicator
    ) AS sided ON sided.indicator = i.indicator AND sided.since <= i.year
    LEFT JOIN j_gap AS g ON g.leaf_key = i.leaf_key AND g.area = i.area AND i.year >= g.since AND i.year < g.until
    LEFT JOIN j_other AS own ON own.leaf_key = i.leaf_key AND own.area = i.area AND own.year = i.year
    LEFT JOIN j_other AS o ON o.leaf_key = i.leaf_key AND o.area IS NULL AND o.year = i.year
    -- an area that has one of that level above it is compared with no other
    LEFT JOIN (
        SELECT DISTINCT n.leaf_key, u.area FROM j_versus AS n JOIN j_above AS u ON u.level = n.level
    ) AS held ON held.leaf_key = i.leaf_key AND held.area = i.area;
