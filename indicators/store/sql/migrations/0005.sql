-- Schema version 5: warnings raised by hand, and what the office did about a warning. Rules as before; either is
-- taken back by a row of `retraction`.

-- A warning that people raise of an indicator in an area, from `year` on: level is red, orange or yellow.
CREATE TABLE alert_flag (
    flag UUID, indicator BIGINT, area BIGINT, year INTEGER, level VARCHAR, note VARCHAR,
    recorded_at TIMESTAMP, recorded_by VARCHAR
);
-- That the office knows of an indicator's warning in an area and year; `level` is the one it had then, so that a
-- graver one is new again.
CREATE TABLE alert_mark (
    mark UUID, indicator BIGINT, area BIGINT, year INTEGER, level VARCHAR, note VARCHAR,
    recorded_at TIMESTAMP, recorded_by VARCHAR
);
