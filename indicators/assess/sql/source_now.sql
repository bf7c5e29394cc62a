-- What the store says now.
CREATE OR REPLACE TEMP VIEW s_observation AS SELECT * FROM current_observation;
-- Every standing record; the greatest turn and, in it, rec of a figure is the one that counts.
CREATE OR REPLACE TEMP VIEW s_record AS
SELECT o.*, s.turn FROM observation AS o JOIN (SELECT submission, turn FROM standing_submission) AS s USING (submission);
CREATE OR REPLACE TEMP VIEW s_target AS SELECT * FROM current_target;
CREATE OR REPLACE TEMP VIEW s_milestone AS SELECT * FROM current_milestone;
CREATE OR REPLACE TEMP VIEW s_judgement AS SELECT * FROM standing_judgement;
CREATE OR REPLACE TEMP VIEW s_applicability AS SELECT * FROM standing_applicability;
