-- A class that left the schema says what its answers count as now: another class, or nothing (0). Events stay as they are.
ALTER TABLE label_classes ADD COLUMN becomes INTEGER;
CREATE INDEX label_classes_become ON label_classes (task) WHERE becomes IS NOT NULL;
