-- One row per case: the contract's record and what the sentence needs.
CREATE OR REPLACE TEMP VIEW j_record AS
SELECT c.case_id, i.code, i.name AS indicator, coalesce(t.plan, i.plan) AS plan, coalesce(ch.domain, i.domain) AS domain, a.path AS area, c.year,
    CASE WHEN v.fresh THEN v.x END AS value, i.unit, v.base.y AS base_year, v.base.v AS base_value,
    t.phrase AS target, t.target_version, coalesce(v.held.y, CASE WHEN l.by_people THEN l.asked_from END) AS milestone_year, v.held.v AS milestone_value, v.required,
    v.attainment, v.pace, v.pace_ratio, v.second, v.second_ratio,
    v.outlook, CASE WHEN v.outlook IS NOT NULL THEN v.outlook_value END AS outlook_value,
    CASE WHEN v.outlook IS NOT NULL THEN v.outlook_low END AS outlook_low,
    CASE WHEN v.outlook IS NOT NULL THEN v.outlook_high END AS outlook_high,
    v.small_number, v.low, v.high, v.word, v.alert, coalesce(t.lead, i.lead) AS lead_unit,
    -- beyond the contract
    coalesce(v.kind, 'none') AS kind, coalesce(x.shown, t.target_set) AS target_set, h.path AS target_area, v.held.op AS milestone_op, l.direction, l.label AS breakdown,
    l.base_year AS base_wanted, l.base_given IS NOT NULL AS base_given,
    v.last.y AS figure_year, v.last.v AS figure_value, v.last.d AS decimals, v.gap.m AS missing, v.gap.y AS missing_year,
    v.at_year, v.due, v.hold, v.trend,
    v.aim.y AS aim_year, v.aim.v AS aim_value, v.aim.op AS aim_op, v.final.y AS final_year, v.final.v AS final_value,
    CASE WHEN v.outlook IS NOT NULL THEN v.final_mid END AS final_outlook,
    v.slope_mid AS recent_slope, v.slope_figures, v.would_break, v.softened,
    v.previous.v AS previous_value, v.previous.y AS previous_year,
    v.said.verdict AS judgement, v.said.y AS judgement_year, v.ruling IS NOT NULL AS judgement_stands,
    v.said.evidence AS evidence, v.said.file AS evidence_file, v.said.person AS judged_by, v.said.moment AS judged_at,
    coalesce(l.conditional, false) AS conditional, v.holds.applies AS applies, v.holds.why AS applies_why,
    getvariable('confidence') AS confidence, getvariable('worsening_figures')::INTEGER AS worsening_figures,
    getvariable('slower_figures')::INTEGER AS slower_figures, v.numerator, v.denominator, v.pooled, v.pooled_years, v.failing, v.lacking, v.children, w.parts,
    i.frequency, i.random_events, i.ordinal,
    -- what the areas below add up to in the year of the figure, and whether it is the figure
    coalesce(r.counts, false) AS rolled, r.value AS rolled_value, r.way AS rolled_way, coalesce(r.differs, false) AS rolled_differs,
    r.asked AS parts_asked, r.reported AS parts_reported, r.partly AS parts_partly, r.uncounted AS parts_uncounted,
    r.level AS parts_level
FROM j_case AS c
    JOIN j_verdict AS v USING (case_id)
    LEFT JOIN j_whole AS w USING (case_id)
    LEFT JOIN j_leaf AS l ON l.leaf_key = v.leaf_key
    LEFT JOIN a_target AS t ON t.target = c.target
    LEFT JOIN a_set AS x ON x.area = c.area AND x.scope = t.scope AND t.target_set = '本级规划'
    LEFT JOIN a_area AS h ON h.area = t.scope
    JOIN a_indicator AS i ON i.indicator = c.indicator
    LEFT JOIN a_chapter AS ch ON ch.indicator = i.indicator AND ch.plan = coalesce(t.plan, i.plan)
    JOIN a_area AS a ON a.area = c.area
    LEFT JOIN j_leaf_breakdown AS lb ON lb.leaf_key = v.leaf_key AND c.year >= lb.since AND c.year < lb.until
    LEFT JOIN j_roll AS r ON r.indicator = c.indicator AND r.area = c.area
        AND r.breakdown = coalesce(lb.breakdown, CASE WHEN l.label IS NULL THEN 0 END)
        AND r.year = CASE WHEN v.fresh THEN v.last.y ELSE c.year END
        AND coalesce(l.kind NOT IN ('every_area', 'gap', 'yes_no', 'qualitative') AND l.every IS NULL, true)
WHERE w.case_id IS NULL OR w.leaf_key = v.leaf_key;
