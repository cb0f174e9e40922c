-- context: CREATE TABLE import_batch (id bigint PRIMARY KEY, source text);
-- expect: the file made "Import_Batch", but drops the older import_batch with its data
CREATE TABLE "Import_Batch" (id bigint PRIMARY KEY, source text);
INSERT INTO "Import_Batch" (id, source) VALUES (1, 'seed');
-- clean up the helper table
DROP TABLE Import_Batch;
