-- Schema version 9: the people who may sign in. Rules as before: a change is a further row; of a login's rows the
-- newest counts.

-- `password` is a salted one-way hash with its parameters, NULL where the person signs in by other means only;
-- `stamp` changes with the password and whenever every sign-in of the account is to end. `subject` is the name by
-- which the organisation's own sign-in service knows the person. `unit` is the name of a unit of the register.
CREATE TABLE account (
    record UUID, login VARCHAR, name VARCHAR, role VARCHAR, unit VARCHAR, active BOOLEAN, password VARCHAR,
    must_change BOOLEAN, stamp UUID, subject VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR
);
