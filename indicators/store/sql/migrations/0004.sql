-- Schema version 4: a district's own plan line by line, and going back to an earlier plan. Rules as before.

-- What a line of a plan said beside the columns of `target` (JSON: domain, place, words), for writing it out again.
CREATE TABLE goal_detail (version INTEGER, target BIGINT, detail VARCHAR);
-- From `version` on nothing that earlier versions asked of `area` stands: the version holds all of it anew, as
-- version `restores` had it (0: nothing was asked).
CREATE TABLE plan_reset (
    version INTEGER, area BIGINT, restores INTEGER, reason VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR
);
