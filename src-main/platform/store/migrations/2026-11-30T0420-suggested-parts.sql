-- Suggested spans and regions: how sure the model is of each, beside how sure it is of the whole.
ALTER TABLE suggestions ADD COLUMN confidences TEXT;  -- JSON, in the order of the parts; null where an answer has none
