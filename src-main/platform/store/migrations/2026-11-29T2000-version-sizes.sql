-- Of the versions room: how much there is to train on, for learning curves.
CREATE VIEW version_sizes AS SELECT id, train FROM dataset_versions;
