-- Schema version 8: actions on what lags (督办事项). Rules as before; an action or a step is taken back by a row of
-- `retraction`.

-- An action as it was opened, with an indicator of an area in a year as its cause. `opened`: the day on the paper.
CREATE TABLE action_opened (
    action UUID, indicator BIGINT, area BIGINT, plan VARCHAR, year INTEGER, title VARCHAR, lead_unit VARCHAR,
    coop_units VARCHAR, cause VARCHAR, measure VARCHAR, project VARCHAR, opened DATE, deadline DATE,
    recorded_at TIMESTAMP, recorded_by VARCHAR
);
-- A step of an action: kind is move (to `state`), log, deadline (moved to `deadline`) or evidence (a file).
-- `sha256` leads to the file's bytes in file_bytes.
CREATE TABLE action_step (
    step UUID, action UUID, kind VARCHAR, happened DATE, state VARCHAR, deadline DATE, note VARCHAR, file VARCHAR,
    sha256 VARCHAR, size BIGINT, recorded_at TIMESTAMP, recorded_by VARCHAR
);
