-- What the store says now.
CREATE OR REPLACE TEMP VIEW s_observation AS SELECT * FROM current_observation;
CREATE OR REPLACE TEMP VIEW s_standing AS SELECT submission, turn FROM standing_submission;
CREATE OR REPLACE TEMP VIEW s_target AS SELECT * FROM current_target;
CREATE OR REPLACE TEMP VIEW s_milestone AS SELECT * FROM current_milestone;
CREATE OR REPLACE TEMP VIEW s_judgement AS SELECT * FROM standing_judgement;
CREATE OR REPLACE TEMP VIEW s_applicability AS SELECT * FROM standing_applicability;
