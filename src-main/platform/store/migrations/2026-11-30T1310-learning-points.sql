-- A point of a learning curve names its metric: models of spans and regions are compared by another one than the fast classifier.
UPDATE learning_points SET point = json_remove(
  json_set(point, '$.metric', 'macroF1', '$.value', json_extract(point, '$.macroF1')), '$.macroF1'
) WHERE json_extract(point, '$.metric') IS NULL;
