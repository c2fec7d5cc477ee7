-- What an item can be found by where its label is no single class: each class that its labels, spans or regions name, its
-- rating, or which was preferred. It follows from `sample_states.value` and is written with it.
CREATE TABLE label_facets (
  task TEXT NOT NULL,
  facet TEXT NOT NULL,                     -- the id of a class, a rating, or first, second, tie
  position INTEGER NOT NULL,
  PRIMARY KEY (task, facet, position)
) STRICT, WITHOUT ROWID;

INSERT INTO label_facets (task, facet, position)
  SELECT DISTINCT task, facet, position FROM (
    SELECT s.task, p.value AS facet, s.position FROM sample_states s
      JOIN annotation_tasks t ON t.id = s.task AND t.kind = 'multilabel', json_each(s.value, '$.labels') p
    UNION ALL
    SELECT s.task, p.value ->> '$.label', s.position FROM sample_states s
      JOIN annotation_tasks t ON t.id = s.task AND t.kind = 'spans', json_each(s.value, '$.spans') p
    UNION ALL
    SELECT s.task, p.value ->> '$.label', s.position FROM sample_states s
      JOIN annotation_tasks t ON t.id = s.task AND t.kind = 'regions', json_each(s.value, '$.regions') p
    UNION ALL
    SELECT s.task, CAST(s.value ->> '$.rating' AS TEXT), s.position FROM sample_states s
      JOIN annotation_tasks t ON t.id = s.task AND t.kind = 'rating' WHERE s.value IS NOT NULL
    UNION ALL
    SELECT s.task, s.value ->> '$.preferred', s.position FROM sample_states s
      JOIN annotation_tasks t ON t.id = s.task AND t.kind = 'preference' WHERE s.value IS NOT NULL);

-- What other rooms read.
CREATE VIEW sample_facets AS SELECT task, facet, position FROM label_facets;
DROP VIEW class_names;
CREATE VIEW class_names AS
  SELECT id, task AS dataset, task, name, rank, retired, samples, parent FROM label_classes;
