package io.twinlane.bench.compare;

/** What the contenders are asked to do; each is compared within itself only. */
enum Work {
  ROW(Group.READS, "one row by its key"),
  HIT(Group.READS, "one row by its key, from a cache"),
  TWENTY(Group.REST, "20 rows"),
  EMBEDS(Group.REST, "20 rows with two embeds"),
  THOUSAND(Group.REST, "1,000 rows"),
  INSERT(Group.WRITES, "insert of one row"),
  UPDATE(Group.WRITES, "update of one row by its key"),
  SQL_ROW(Group.SQL, "SQL over HTTP, one row"),
  SQL_THOUSAND(Group.SQL, "SQL over HTTP, 1,000 rows"),
  SQL_INSERT(Group.SQL, "SQL over HTTP, insert of one row");

  private final Group group;
  private final String label;

  Work(Group group, String label) {
    this.group = group;
    this.label = label;
  }

  Group group() {
    return group;
  }

  String label() {
    return label;
  }
}
