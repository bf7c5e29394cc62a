-- Schema version 10: who did what, when and from where, as a chain. Rules as before.

-- One row for every write (`change` is the journal's) and for what is noted besides (`change` is null). `number`
-- counts from 1. `before` and `after` are JSON texts. `hash` is the SHA-256 of the row's other fields, the hash of
-- the row before it among them (see audit.py), so that no row can be changed, removed or moved unnoticed. The
-- first row (kind chain_began) names the state of the journal's older rows.
CREATE TABLE audit (
    number BIGINT, change UUID, recorded_at TIMESTAMP, login VARCHAR, name VARCHAR, role VARCHAR, origin VARCHAR,
    kind VARCHAR, ref VARCHAR, before VARCHAR, after VARCHAR, previous VARCHAR, hash VARCHAR
);
