-- The office's word (4), the alert (5), and one verdict for targets of several parts.
CREATE OR REPLACE TEMP TABLE j_verdict AS
WITH worded AS (
    SELECT o.* EXCLUDE (failing, lacking), coalesce(o.failing, []) AS failing, coalesce(o.lacking, []) AS lacking,
        c.numerator, c.denominator, c.pooled, c.pooled_years, c.low, c.high,
        coalesce(c.low < o.held.v AND o.held.v < c.high, false) AS small_number,
        o.at_year >= o.held.y AS due,
        o.attainment = 'met' AND len(o.pts) >= 2
            AND NOT meets(q9(o.x + (o.x - o.pts[-2].v)), o.held.op, o.held.v) AS would_break
    FROM j_outlook AS o LEFT JOIN j_chance AS c USING (case_id, leaf_key)
), words AS (
    SELECT *, CASE
        WHEN attainment = 'met' AND (due OR hold OR held IS NULL) THEN '达标'
        WHEN attainment = 'met' THEN '提前达标'
        WHEN attainment = 'nearly_met' THEN '基本达标'
        WHEN attainment = 'no_data' THEN '无数据'
        WHEN attainment = 'not_applicable' THEN '不适用'
        WHEN attainment = 'awaiting' THEN '待评定'
        WHEN attainment = 'monitored' THEN '仅监测'
        WHEN due OR held IS NULL THEN '未达标'
        WHEN outlook IN ('will_meet', 'likely') THEN '预期可达标'
        WHEN outlook IN ('hard', 'will_miss') THEN '达标困难'
        WHEN pace_ratio >= getvariable('word_pace') THEN '预期可达标'
        WHEN pace_ratio IS NOT NULL OR pace IN ('slipped', 'behind', 'moving_away') THEN '达标困难'
        ELSE '数据不足'
    END AS word
    FROM worded
), alerts AS (
    SELECT *, CASE
        WHEN attainment IN ('no_data', 'not_applicable', 'awaiting', 'monitored') OR pace = 'too_few_points'
            OR word = '数据不足' THEN 'grey'
        WHEN attainment = 'not_met' AND (due OR held IS NULL) OR pace IN ('slipped', 'moving_away') THEN 'red'
        WHEN pace = 'behind' OR word = '达标困难' THEN 'orange'
        WHEN pace IN ('slow', 'met_worsening') OR attainment = 'nearly_met' OR would_break THEN 'yellow'
        ELSE 'green'
    END AS plain_alert
    FROM words
)
SELECT *, CASE WHEN plain_alert = 'red' AND small_number THEN 'orange' ELSE plain_alert END AS alert,
    plain_alert = 'red' AND small_number AS softened
FROM alerts;

-- Of several parts the worst speaks; all are listed.
CREATE OR REPLACE TEMP TABLE j_whole AS
WITH ranked AS (
    SELECT case_id, leaf_key, attainment, alert,
        list_position(['not_met', 'no_data', 'awaiting', 'nearly_met', 'met', 'not_applicable', 'monitored'], attainment) AS a,
        list_position(['red', 'orange', 'grey', 'yellow', 'green'], alert) AS b
    FROM j_verdict
    WHERE leaf_key IS NOT NULL
), worst AS (
    SELECT case_id, min_by(leaf_key, {'a': a, 'b': b, 'k': leaf_key}) AS leaf_key, count(*) AS parts FROM ranked GROUP BY case_id
), listed AS (
    SELECT v.case_id, list({'label': l.label, 'phrase': l.phrase, 'attainment': v.attainment, 'word': v.word, 'value': v.x,
        'decimals': v.last.d, 'op': v.held.op, 'demand': v.held.v} ORDER BY v.leaf_key) AS parts
    FROM j_verdict AS v JOIN j_leaf AS l USING (leaf_key)
    WHERE v.case_id IN (SELECT case_id FROM worst WHERE parts > 1)
    GROUP BY v.case_id
)
SELECT w.case_id, w.leaf_key, p.parts FROM worst AS w LEFT JOIN listed AS p USING (case_id);
