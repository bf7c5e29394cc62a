-- What people said of items that no figure can judge, and whether a conditional target holds the area. Of several
-- records the latest year's speaks, of one year's the last. An answer stands until the next one; a judgement as
-- long as a figure would.
CREATE OR REPLACE TEMP TABLE j_said AS
SELECT i.case_id, i.leaf_key, max_by({'y': g.year, 'verdict': g.verdict, 'evidence': g.evidence, 'file': g.file,
        'person': g.said_by, 'moment': g.said_at}, {'y': g.year, 't': g.turn}) AS said,
    list(g.year) FILTER (g.verdict = 'yes') AS yes_years
FROM j_item AS i JOIN j_leaf AS l USING (leaf_key) JOIN a_target AS t ON t.target = l.root
    LEFT JOIN a_set AS x ON x.area = i.area AND x.scope = t.scope AND t.target_set = '本级规划'
    JOIN a_judgement AS g ON g.indicator = i.indicator AND g.area = i.area AND g.year <= i.year
        AND coalesce(g.plan = t.plan, true) AND coalesce(g.target_set = coalesce(x.shown, t.target_set), true)
WHERE l.by_people
GROUP BY i.case_id, i.leaf_key;

CREATE OR REPLACE TEMP TABLE j_holds AS
SELECT i.case_id, i.leaf_key,
    max_by({'applies': g.applies, 'why': g.reason}, {'y': g.year, 't': g.turn}) AS holds
FROM j_item AS i JOIN j_leaf AS l USING (leaf_key) JOIN a_target AS t ON t.target = l.root
    LEFT JOIN a_set AS x ON x.area = i.area AND x.scope = t.scope AND t.target_set = '本级规划'
    JOIN a_applies AS g ON g.indicator = i.indicator AND g.area = i.area AND g.year <= i.year
        AND coalesce(g.plan = t.plan, true) AND coalesce(g.target_set = coalesce(x.shown, t.target_set), true)
WHERE l.conditional
GROUP BY i.case_id, i.leaf_key;
