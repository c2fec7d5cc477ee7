-- One word for images: "picture" is no longer a name of columns, views or problems.

-- Of the datasets room.
ALTER TABLE dataset_files RENAME COLUMN pictures TO images;
DROP VIEW sample_pictures;
CREATE VIEW image_files AS SELECT key, bytes, width, height, channels FROM sample_images;
UPDATE rejected_rows SET problem = replace(problem, 'Picture', 'Image') WHERE problem LIKE '%Picture%';

-- Of the tracking room.
UPDATE runs SET error = replace(error, 'badPicture', 'badImage') WHERE error LIKE '%badPicture%';
