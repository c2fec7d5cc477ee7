-- Answers that one gesture gave to many items name it, and so do the undos of them: they are taken back and given again together.
ALTER TABLE annotations ADD COLUMN gesture TEXT;
CREATE INDEX annotations_of_gesture ON annotations (gesture) WHERE gesture IS NOT NULL;
