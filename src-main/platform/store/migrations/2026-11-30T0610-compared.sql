-- A version of a preference task names the columns that hold what is compared, so that models learn from it. Its room is versions.
ALTER TABLE dataset_versions ADD COLUMN compared TEXT;
UPDATE dataset_versions SET compared =
  (SELECT json_extract(t.options, '$.columns') FROM annotation_tasks t WHERE t.id = dataset_versions.task)
  WHERE task_kind = 'preference';
