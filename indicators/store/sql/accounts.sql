-- name: put
INSERT INTO account (
    record, login, name, role, unit, active, password, must_change, stamp, subject, area, recorded_at, recorded_by
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: accounts
-- The newest state of every account, in the order in which they were first made.
SELECT a.login, a.name, a.role, a.unit, a.active, a.must_change, a.subject, CAST(a.stamp AS VARCHAR),
    a.password IS NOT NULL, a.recorded_at, a.recorded_by, a.area
FROM (SELECT *, min(record) OVER (PARTITION BY login) AS first FROM account) a
QUALIFY row_number() OVER (PARTITION BY a.login ORDER BY a.record DESC) = 1
ORDER BY a.first;

-- name: newest
SELECT login, name, role, unit, active, password, must_change, stamp, subject, area FROM account
WHERE login = ? ORDER BY record DESC LIMIT 1;
