-- Schema version 12: an account may be bound to an area of the store. Rules as before.

-- `area` is the path of an area with an office of its own: the person sees and changes it and what lies below it
-- alone; NULL for who sees the whole store.
ALTER TABLE account ADD COLUMN area VARCHAR;
