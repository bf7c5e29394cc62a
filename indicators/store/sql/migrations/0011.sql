-- Schema version 11: files handed in for approval, and locks of a unit's year. Rules as before.

-- A file that a unit handed in: kept whole, counting for nothing until it is accepted. `earlier`: the one it takes
-- the place of after a return. `sha256` leads to its bytes in file_bytes; `figures`, `blocked` and `latest` (the
-- newest year of its figures) are what the checks said when it came in. Answers and explanations are JSON.
CREATE TABLE handed_in (
    handin UUID, earlier UUID, file VARCHAR, sha256 VARCHAR, size BIGINT, unit VARCHAR, area BIGINT, year INTEGER,
    answers VARCHAR, explanations VARCHAR, figures INTEGER, blocked INTEGER, latest INTEGER, recorded_at TIMESTAMP,
    recorded_by VARCHAR
);
-- The findings at that moment.
CREATE TABLE handed_in_finding (
    handin UUID, rec INTEGER, code VARCHAR, severity VARCHAR, file VARCHAR, sheet VARCHAR, cell VARCHAR,
    indicator VARCHAR, area VARCHAR, year INTEGER, message VARCHAR, hint VARCHAR, value VARCHAR
);
-- What was done with it: state is reviewed, returned, withdrawn or accepted (then `submission` is what it became).
CREATE TABLE handed_in_step (
    step UUID, handin UUID, state VARCHAR, note VARCHAR, submission UUID, recorded_at TIMESTAMP, recorded_by VARCHAR
);
-- A unit's figures of a year are locked, or open again; the whole year is locked by the end of its collection.
CREATE TABLE unit_lock (
    change UUID, unit VARCHAR, year INTEGER, locked BOOLEAN, reason VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR
);
