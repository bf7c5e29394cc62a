-- Targets, their parts, and what is to be judged.
-- What is judged of every target: itself, the parts of a split, itself and its further conditions (to any
-- depth).
CREATE OR REPLACE TEMP TABLE j_leaf AS
WITH RECURSIVE tree AS (
    SELECT target AS root, target AS leaf, breakdown AS label, kind, kind AS root_kind, 0 AS depth,
        kind = 'conditional' AS conditional
    FROM a_target
    WHERE parent IS NULL
    UNION ALL
    SELECT tree.root, part.target, coalesce(part.breakdown, tree.label), part.kind, tree.root_kind,
        tree.depth + 1, tree.conditional OR part.kind = 'conditional'
    FROM tree JOIN a_target AS part ON part.parent = tree.leaf
), leaves AS (
    SELECT * FROM tree
    WHERE kind NOT IN ('split', 'conditional')
        OR leaf NOT IN (SELECT parent FROM a_target WHERE parent IS NOT NULL)
), demands AS (
    SELECT m.target, list(m.op ORDER BY m.year NULLS LAST, m.ordinal)[1] AS first_op,
        list_sort(list({'y': coalesce(m.year, t.period_end)::INT,
            'op': CASE WHEN m.op = '~=' AND t.direction = 'lower' THEN '~<'
                WHEN m.op = '~=' AND t.direction = 'higher' THEN '~>' ELSE m.op END,
            'v': m.value, 'u': m.unit}) FILTER (m.value IS NOT NULL)) AS asked
    FROM a_milestone AS m JOIN a_target AS t USING (target)
    GROUP BY m.target
), parents AS (
    SELECT target, base_year, base_value, direction, phrase FROM a_target
)
SELECT row_number() OVER (ORDER BY l.root, l.depth, t.ordinal, l.leaf) AS leaf_key, l.root, l.leaf, l.label, l.root_kind,
    t.indicator, t.kind, t.ordinal, t.phrase, t.comparator, t.every, t.hold OR t.kind = 'hold' AS hold,
    CASE WHEN t.direction IN ('higher', 'lower') THEN t.direction ELSE coalesce(i.direction, t.direction) END AS direction,
    coalesce(t.base_year, p.base_year, t.period_start - 1) AS base_year,
    coalesce(t.base_value, p.base_value) AS base_given,
    t.period_end, t.change_amount, t.change_unit, t.cumulative,
    coalesce(t.change_per_year, false) AS per_year,
    t.change_amount IS NOT NULL AND NOT coalesce(t.change_per_year, false) AS relative,
    t.kind = 'quota' AND NOT coalesce(t.cumulative, false) AS yearly_quota, l.conditional,
    -- judged by people: a yes or no, and the year from which it is asked where the words name one
    t.kind IN ('yes_no', 'qualitative') OR t.kind = 'conditional' AND len(coalesce(d.asked, [])) = 0 AS by_people,
    coalesce(regexp_extract_all(t.phrase, '(20\d\d)\s*年', 1)[-1],
        regexp_extract_all(p.phrase, '(20\d\d)\s*年', 1)[-1])::INTEGER AS asked_from,
    -- 'up' or 'down' where only a way is named and no number: judged by the base alone.
    CASE WHEN t.kind = 'rise' AND t.change_amount IS NULL AND len(coalesce(d.asked, [])) = 0 THEN 'up'
        WHEN t.kind IN ('fall', 'gap') AND t.change_amount IS NULL AND len(coalesce(d.asked, [])) = 0 THEN 'down'
    END AS trend,
    d.first_op, CASE
        -- a change with no demand of its own stands for the plan's last year
        WHEN d.asked IS NULL AND t.change_amount IS NOT NULL AND NOT coalesce(t.change_per_year, false) THEN
            [{'y': t.period_end::INT, 'op': CASE WHEN t.change_amount < 0 THEN '<=' ELSE '>=' END,
                'v': t.change_amount, 'u': t.change_unit}]
        ELSE coalesce(d.asked, []) END AS asked,
    list_transform(coalesce(d.asked, []), lambda a: {'y': a.y, 'op': a.op, 'v': a.v}) AS levels,
    -- Kinds for which missing by a little is missing.
    coalesce(t.kind, '') NOT IN ('full', 'every_area', 'yes_no', 'qualitative', 'quota', 'around', 'balance',
        'at_least_one', 'slower_growth')
        AND l.root_kind <> 'every_area' AND t.every IS NULL AS near_allowed
FROM leaves AS l JOIN a_target AS t ON t.target = l.leaf JOIN parents AS p ON p.target = l.root
    LEFT JOIN a_indicator AS i ON i.indicator = t.indicator LEFT JOIN demands AS d ON d.target = l.leaf;

-- Which labels of breakdowns mean the same side (城市 of a target, 城镇 in a table).
CREATE OR REPLACE TEMP VIEW j_side AS
SELECT * FROM (VALUES
    ('城市', '城', '城乡'), ('城镇', '城', '城乡'), ('城区', '城', '城乡'),
    ('农村', '乡', '城乡'), ('乡村', '乡', '城乡'),
    ('男', '男', '性别'), ('男性', '男', '性别'), ('男童', '男', '性别'), ('男生', '男', '性别'),
    ('女', '女', '性别'), ('女性', '女', '性别'), ('女童', '女', '性别'), ('女生', '女', '性别'),
    ('妇女', '女', '性别')
) AS sides (label, side, pair);

-- Breakdowns of one dimension by their label.
CREATE OR REPLACE TEMP TABLE j_label AS
SELECT b.breakdown, found[1] AS label, coalesce(s.side, found[1]) AS side, s.pair
FROM (SELECT breakdown, regexp_extract_all(text, ':\s*"([^"]*)"', 1) AS found FROM a_breakdown) AS b
    LEFT JOIN j_side AS s ON s.label = found[1]
WHERE len(found) = 1;

-- The breakdown a leaf is measured on; 0 is the whole. A gap is measured on two (see 20_measure.sql). Of several that
-- mean the same the best one known by the year judged: each from its first year until a better one comes (`until`).
CREATE OR REPLACE TEMP TABLE j_leaf_breakdown AS
SELECT l.leaf_key, 0::BIGINT AS breakdown, 0 AS since, 9999 AS until FROM j_leaf AS l WHERE l.label IS NULL OR l.kind = 'gap'
UNION ALL
SELECT leaf_key, breakdown, since, coalesce(better, 9999) FROM (
    SELECT l.leaf_key, b.breakdown, used.since,
        min(used.since) OVER (PARTITION BY l.leaf_key ORDER BY (b.label = l.label)::INT DESC, b.breakdown
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS better
    FROM j_leaf AS l LEFT JOIN j_side AS s ON s.label = l.label
        JOIN j_label AS b ON b.side = coalesce(s.side, l.label)
        JOIN j_used AS used
            ON used.indicator = l.indicator AND used.breakdown = b.breakdown
    WHERE l.label IS NOT NULL AND l.kind <> 'gap'
)
WHERE since < coalesce(better, 9999);

-- What is judged: every case asked for, and what has figures but no target in the areas asked for.
CREATE OR REPLACE TEMP TABLE j_case AS
SELECT case_id, target, indicator, area, year FROM a_case
WHERE indicator >= getvariable('first_indicator') AND indicator <= getvariable('last_indicator')
UNION ALL
SELECT (SELECT coalesce(max(case_id), 0) FROM a_case) + getvariable('turn') * 1000000000000
        + row_number() OVER (ORDER BY year, indicator, area),
    NULL, indicator, area, year
FROM (
    SELECT DISTINCT p.indicator, p.area, y.year
    FROM j_points AS p SEMI JOIN a_asked AS q ON q.area = p.area
        JOIN (SELECT unnest(generate_series(coalesce(getvariable('as_since'), getvariable('as_year'), 0),
            coalesce(getvariable('as_year'), 0)))::INTEGER AS year) AS y ON y.year >= p.since
        ANTI JOIN a_case AS c ON c.indicator = p.indicator AND c.area = p.area AND c.year = y.year
);

-- Every case once per leaf of its target. A case without a target is only watched.
CREATE OR REPLACE TEMP TABLE j_item AS
SELECT c.case_id, c.indicator, c.area, c.year, l.leaf_key
FROM j_case AS c LEFT JOIN j_leaf AS l ON l.root = c.target;
