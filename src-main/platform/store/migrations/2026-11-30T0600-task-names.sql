-- What is exported of an annotation task is called after it; `compared` are the columns of a preference task, as JSON.
DROP VIEW label_tasks;
CREATE VIEW label_tasks AS SELECT id, dataset, name, kind, resolution, schema_version,
  json_extract(options, '$.columns') AS compared FROM annotation_tasks WHERE making = 0;
