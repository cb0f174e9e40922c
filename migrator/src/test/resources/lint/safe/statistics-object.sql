-- context: CREATE TABLE click (id bigint PRIMARY KEY, page text, site text);
-- why safe: only the catalogue is written, under a weak lock
CREATE STATISTICS click_page_site (dependencies) ON page, site FROM click;
