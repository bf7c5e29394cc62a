-- The office's word (4), the alert (5), and one verdict for targets of several parts.
CREATE OR REPLACE TEMP TABLE j_verdict AS
WITH worded AS (
    SELECT o.*, c.numerator, c.denominator, c.pooled, c.pooled_years, c.low, c.high,
        coalesce(c.low < o.held.v AND o.held.v < c.high, false) AS small_number,
        CASE WHEN o.held IS NULL THEN coalesce(o.year >= l.asked_from, true) ELSE o.at_year >= o.held.y END AS due,
        coalesce(o.attainment = 'met' AND len(o.pts) >= 2
            AND NOT meets(q9(o.x + (o.x - o.pts[-2].v)), o.held.op, o.held.v), false) AS would_break
    FROM j_outlook AS o LEFT JOIN j_leaf AS l ON l.leaf_key = o.leaf_key
        LEFT JOIN j_chance AS c ON c.case_id = o.case_id AND c.leaf_key = o.leaf_key
), words AS (
    SELECT *, CASE
        WHEN attainment = 'met' AND (due OR hold) THEN '达标'
        WHEN attainment = 'met' THEN '提前达标'
        WHEN attainment = 'nearly_met' THEN '基本达标'
        WHEN attainment = 'no_data' THEN '无数据'
        WHEN attainment = 'not_applicable' THEN '不适用'
        WHEN attainment = 'awaiting' THEN '待评定'
        WHEN attainment = 'monitored' THEN '仅监测'
        WHEN due THEN '未达标'
        WHEN outlook IN ('will_meet', 'likely') THEN '预期可达标'
        WHEN outlook IN ('hard', 'will_miss') THEN '达标困难'
        WHEN pace_ratio >= getvariable('word_pace') THEN '预期可达标'
        WHEN pace_ratio IS NOT NULL OR pace IN ('slipped', 'behind', 'moving_away') THEN '达标困难'
        ELSE '数据不足'
    END AS word
    FROM worded
), alerts AS (
    SELECT *, CASE
        WHEN attainment IN ('no_data', 'not_applicable', 'awaiting', 'monitored')
            OR coalesce(pace = 'too_few_points', false) OR word = '数据不足' THEN 'grey'
        WHEN attainment = 'not_met' AND due OR pace IN ('slipped', 'moving_away') THEN 'red'
        WHEN pace = 'behind' OR word = '达标困难' THEN 'orange'
        WHEN pace IN ('slow', 'met_worsening') OR attainment = 'nearly_met' OR would_break THEN 'yellow'
        ELSE 'green'
    END AS plain_alert
    FROM words
)
SELECT case_id, leaf_key, fresh, x, base, held, final, aim, last, gap, at_year, required, attainment, pace, pace_ratio,
    second, second_ratio, outlook, outlook_value, outlook_low, outlook_high, final_mid, slope_mid, slope_figures,
    small_number, low, high, word, kind, trend, hold, due, would_break, numerator, denominator, pooled, pooled_years,
    failing, lacking, children, said, ruling, holds, pts[-2] AS previous,
    CASE WHEN plain_alert = 'red' AND small_number THEN 'orange' ELSE plain_alert END AS alert,
    plain_alert = 'red' AND small_number AS softened
FROM alerts;

-- Of several parts the worst speaks; all are listed. A further condition on which nothing was reported (其中
-- 农村96%以上) does not silence the main demand.
CREATE OR REPLACE TEMP TABLE j_whole AS
WITH several AS (
    SELECT v.*, CASE WHEN l.kind = 'gap' THEN coalesce(l.label, '') || '差距' ELSE l.label END AS label, l.phrase,
        CASE WHEN l.leaf <> l.root AND l.root_kind NOT IN ('split', 'conditional') AND attainment IN ('no_data', 'awaiting')
            THEN 9
            ELSE list_position(
                ['not_met', 'no_data', 'awaiting', 'nearly_met', 'met', 'not_applicable', 'monitored'], attainment)
        END AS a,
        list_position(['red', 'orange', 'grey', 'yellow', 'green'], alert) AS b
    FROM j_verdict AS v JOIN j_leaf AS l USING (leaf_key)
    WHERE l.root IN (SELECT root FROM j_leaf GROUP BY root HAVING count(*) > 1)
)
SELECT case_id, min_by(leaf_key, {'a': a, 'b': b, 'k': leaf_key}) AS leaf_key,
    list({'label': label, 'phrase': phrase, 'attainment': attainment, 'word': word, 'value': x,
        'decimals': last.d, 'op': held.op, 'demand': held.v} ORDER BY leaf_key) AS parts
FROM several
GROUP BY case_id;
