-- Schema version 2, frozen: what comes later goes into the next numbered file.
-- Published results, what people judged, and the constants of the method. Rules as in 0001.sql: records are
-- only added, times are UTC, a UUID is the number of the write (later ones are greater).

-- A constant of the method that the office set otherwise than the default; `value` is JSON, null goes back
-- to the default.
CREATE TABLE method_setting (
    change UUID, name VARCHAR, value VARCHAR, reason VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR
);
-- What people say of a target that no figure can judge: yes, partly or no, from `year` on, and why. `plan` and
-- `target_set` narrow it to one of several targets of the indicator (null: all). `sha256` leads to the evidence
-- in file_bytes.
CREATE TABLE judgement (
    judgement UUID, indicator BIGINT, area BIGINT, year INTEGER, plan VARCHAR, target_set VARCHAR,
    verdict VARCHAR, evidence VARCHAR, file VARCHAR, sha256 VARCHAR, size BIGINT,
    recorded_at TIMESTAMP, recorded_by VARCHAR
);
-- Whether a conditional target (人口20万以上的县…) holds an area, from `year` on.
CREATE TABLE applicability (
    answer UUID, indicator BIGINT, area BIGINT, year INTEGER, plan VARCHAR, target_set VARCHAR,
    applies BOOLEAN, reason VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR
);
-- A judgement or an answer taken back; what was said before it counts again.
CREATE TABLE retraction (
    change UUID, record UUID, reason VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR
);
-- A result as given out: from which data (the last change before it), targets (catalogue version) and constants
-- (JSON) it was made. `area` null: every area with a plan of its own; `below`: the areas under it too.
CREATE TABLE published (
    result UUID, title VARCHAR, year INTEGER, area BIGINT, below BOOLEAN, data_version UUID,
    catalog_version INTEGER, settings VARCHAR, app_version VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR
);
-- Its verdicts in their order: the few columns to search by, and the whole assessment as JSON.
CREATE TABLE published_verdict (
    result UUID, rec INTEGER, indicator BIGINT, area BIGINT, plan VARCHAR, target_set VARCHAR,
    attainment VARCHAR, word VARCHAR, alert VARCHAR, assessment VARCHAR
);
