-- expect: an integer key ends at 2147483647; serial leaves its sequence's grants and default to be kept by hand
CREATE TABLE visit (id serial PRIMARY KEY, page text NOT NULL);
