-- What a file says of a sample beside its content and its label: language, date, customer (datasets room). A JSON object of
-- typed cells by column; NULL where there is nothing. No part of the sample's id.

ALTER TABLE samples ADD COLUMN metadata TEXT;
-- Rows of a file whose content was there already with other metadata; the first stays, what it lacked is filled in.
ALTER TABLE dataset_files ADD COLUMN other_metadata INTEGER NOT NULL DEFAULT 0;
