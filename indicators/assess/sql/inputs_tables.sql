-- What the assessment reads, as empty tables. A store has views of the same names (inputs_store.sql).
CREATE OR REPLACE TEMP TABLE a_indicator (
    indicator BIGINT, code VARCHAR, name VARCHAR, plan VARCHAR, domain VARCHAR, unit VARCHAR, direction VARCHAR,
    multiplier DOUBLE, lower_limit DOUBLE, upper_limit DOUBLE, frequency VARCHAR, random_events BOOLEAN, lead VARCHAR,
    ordinal INTEGER
);
-- The chapter of each plan in which an indicator stands (an indicator of two plans stands in two chapters).
CREATE OR REPLACE TEMP TABLE a_chapter (indicator BIGINT, plan VARCHAR, domain VARCHAR);
CREATE OR REPLACE TEMP TABLE a_area (area BIGINT, name VARCHAR, path VARCHAR, level VARCHAR, parent BIGINT);
-- A target and, by `parent`, its parts.
CREATE OR REPLACE TEMP TABLE a_target (
    target BIGINT, parent BIGINT, target_set VARCHAR, plan VARCHAR, indicator BIGINT, scope BIGINT, period_start INTEGER,
    period_end INTEGER, target_version VARCHAR, phrase VARCHAR, kind VARCHAR, direction VARCHAR, base_year INTEGER,
    base_value DOUBLE, change_amount DOUBLE, change_unit VARCHAR, change_per_year BOOLEAN, hold BOOLEAN, every VARCHAR,
    breakdown VARCHAR, comparator VARCHAR, cumulative BOOLEAN, lead VARCHAR, ordinal INTEGER
);
CREATE OR REPLACE TEMP TABLE a_milestone (
    target BIGINT, ordinal INTEGER, year INTEGER, op VARCHAR, value DOUBLE, unit VARCHAR
);
-- Keys of breakdowns (never 0, which is the whole) with their canonical JSON.
CREATE OR REPLACE TEMP TABLE a_breakdown (breakdown BIGINT, text VARCHAR);
-- One row per figure; `labelled` (days) marks one of several in a year, of which the greatest counts.
CREATE OR REPLACE TEMP TABLE a_series (
    indicator BIGINT, area BIGINT, breakdown BIGINT, year INTEGER, value DOUBLE, decimals INTEGER, numerator DOUBLE,
    denominator DOUBLE, missing VARCHAR, labelled INTEGER
);
-- What people said: yes, partly or no of targets without figures, and whether conditional targets hold an area.
-- `plan`, `target_set` NULL: of every target of the indicator. The greater `turn` was said later.
CREATE OR REPLACE TEMP TABLE a_judgement (
    indicator BIGINT, area BIGINT, year INTEGER, plan VARCHAR, target_set VARCHAR, verdict VARCHAR, evidence VARCHAR,
    file VARCHAR, said_by VARCHAR, said_at TIMESTAMP, turn BIGINT
);
CREATE OR REPLACE TEMP TABLE a_applies (
    indicator BIGINT, area BIGINT, year INTEGER, plan VARCHAR, target_set VARCHAR, applies BOOLEAN, reason VARCHAR,
    turn BIGINT
);
-- What is to be judged, each in its own year.
CREATE OR REPLACE TEMP TABLE a_case (case_id BIGINT, target BIGINT, indicator BIGINT, area BIGINT, year INTEGER);
-- Areas whose indicators without a target are watched too, in the years of the variables as_since to as_year.
CREATE OR REPLACE TEMP TABLE a_asked (area BIGINT);
-- Breakdowns of figures of areas that a_series leaves out.
CREATE OR REPLACE TEMP TABLE a_used (indicator BIGINT, breakdown BIGINT, since INTEGER);
-- Areas for which the figures of those below are put together, and how (roll_areas.sql).
CREATE OR REPLACE TEMP TABLE a_roll (area BIGINT);
CREATE OR REPLACE TEMP TABLE a_way (indicator BIGINT, way VARCHAR, factor DOUBLE, decimals INTEGER);
-- Other names of the plans of areas above an area's office (of target_set 本级规划).
CREATE OR REPLACE TEMP TABLE a_set (area BIGINT, scope BIGINT, shown VARCHAR);
