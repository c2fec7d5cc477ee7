-- A class keeps its color while others come, go and move: the place among the colors that it was given when it was made.
ALTER TABLE label_classes ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
-- Those that were there keep the colors that they were shown in.
UPDATE label_classes SET place = (
  SELECT count(*) FROM label_classes other WHERE other.task = label_classes.task AND other.retired = 0
    AND (other.rank < label_classes.rank OR (other.rank = label_classes.rank AND other.id < label_classes.id))
);
