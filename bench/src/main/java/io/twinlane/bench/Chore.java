package io.twinlane.bench;

import io.twinlane.bench.measure.HttpText;

/** What is asked of each {@link Way}. Answers of reads say by their head that they are as asked. */
enum Chore {
  HIT("hit, one row", 1),
  HITS("hit, 1,000 rows in turn", 1),
  MISS("miss, 1,000 rows in turn", 2),
  INSERT("insert", 4),
  UPDATE("update, 1,000 rows in turn", 4);

  static final int ROWS = 1_000;

  static final String TABLES =
      """
      create table public.kept (id int primary key, n bigint not null);
      create table public.inserted (id bigint generated always as identity primary key, n bigint);
      create table public.updated (id int primary key, n bigint not null);
      insert into public.kept select i, i from generate_series(0, 999) i;
      insert into public.updated select i, i from generate_series(0, 999) i;
      """;

  private final String label;
  private final int divisor;

  Chore(String label, int divisor) {
    this.label = label;
    this.divisor = divisor;
  }

  String label() {
    return label;
  }

  boolean writes() {
    return switch (this) {
      case HIT, HITS, MISS -> false;
      case INSERT, UPDATE -> true;
    };
  }

  /** How many requests take about as long as so many hits. */
  int requests(int hits) {
    return Math.max(1, hits / divisor);
  }

  /** The n-th request. */
  String request(long n) {
    return switch (this) {
      case HIT -> HttpText.get("/rest/v1/kept?id=eq.1");
      case HITS -> HttpText.get("/rest/v1/kept?id=eq." + n % ROWS);
      case MISS -> HttpText.get("/rest/v1/kept?id=eq." + n % ROWS, "Cache-Control: max-age=0\r\n");
      case INSERT -> HttpText.post("/rest/v1/inserted", "{\"n\":" + n + "}", "");
      case UPDATE -> HttpText.patch("/rest/v1/updated?id=eq." + n % ROWS, "{\"n\":" + n + "}");
    };
  }

  /** Whether an answer is what was asked for, and came by the way that was meant. */
  boolean asked(Way way, String answer) {
    return answer.startsWith("HTTP/1.1 20")
        && switch (this) {
          case HIT, HITS -> way.hit(answer);
          case MISS -> answer.contains("fwd=miss; stored");
          case INSERT, UPDATE -> true;
        };
  }
}
