-- Reports of every kind of model: their headline numbers by name (evaluation room).
ALTER TABLE reports ADD COLUMN metrics TEXT NOT NULL DEFAULT '{}'; -- JSON: name to number
UPDATE reports SET metrics = json_object('accuracy', accuracy, 'macroF1', macro_f1, 'loss', loss);
ALTER TABLE reports DROP COLUMN accuracy;
ALTER TABLE reports DROP COLUMN macro_f1;
ALTER TABLE reports DROP COLUMN loss;
