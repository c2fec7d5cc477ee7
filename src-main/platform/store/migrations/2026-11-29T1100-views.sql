-- What a room lets others read of its tables: whoever reads there reads a view, so that its owner may change the table.

-- Of the datasets room.
CREATE VIEW dataset_names AS SELECT id, name FROM datasets;
CREATE VIEW sample_contents AS SELECT key, id, text, value, split, metadata FROM samples;
CREATE VIEW sample_pictures AS SELECT key, bytes, width, height, channels FROM sample_images;

-- Of the labeling room.
CREATE VIEW sample_labels AS SELECT dataset, position, class, labeled_by, flagged FROM sample_states;
CREATE VIEW class_names AS SELECT id, dataset, name, rank, retired, samples FROM label_classes;
CREATE VIEW label_totals AS SELECT dataset, labeled, flagged FROM labeling_counts;

-- Of the versions room.
CREATE VIEW version_numbers AS SELECT id, dataset, number FROM dataset_versions;

-- Of the tracking room.
CREATE VIEW run_numbers AS SELECT id, number FROM runs;

-- Of the models room.
CREATE VIEW run_models AS SELECT id, number, run FROM models;

-- Of the evaluation room.
CREATE VIEW model_reports AS SELECT id, model, version, split, metrics, blob, created_at FROM reports;
