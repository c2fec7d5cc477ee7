-- Models learn the answers to annotation tasks: what a model does is no closed list for the database (src-shared/tasks/tasks.ts has it).
ALTER TABLE models ADD COLUMN does TEXT NOT NULL DEFAULT 'classify';
UPDATE models SET does = task;
ALTER TABLE models DROP COLUMN task;
ALTER TABLE models RENAME COLUMN does TO task;
