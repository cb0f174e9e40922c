package io.twinlane.schema.trace;

/**
 * What a path is of, as a pattern and never the path: the same in the labels of metrics, in lines
 * of logs and in spans. A bounded set, whatever clients ask for.
 */
public enum HttpRoute {
  REST_ROOT("/rest/v1/"),
  REST_TABLE("/rest/v1/{table}"),
  REST_FUNCTION("/rest/v1/rpc/{function}"),
  REST_BATCH("/rest/v1/batch"),
  SQL("/sql"),
  SQL_CACHED("/cached/sql"),
  SQL_DIRECT("/direct/sql"),
  API("/api"),
  API_HEALTH("/api/health"),
  API_TABLES("/api/db/test"),
  HEALTH("/health/{probe}"),
  OTHER("_OTHER");

  private static final String REST = REST_ROOT.pattern;
  private static final String FUNCTIONS = REST + "rpc/";

  private final String pattern;

  HttpRoute(String pattern) {
    this.pattern = pattern;
  }

  /** The pattern. */
  public String pattern() {
    return pattern;
  }

  /** The route of a path, whether or not it leads anywhere there. */
  public static HttpRoute of(String path) {
    if (path.startsWith(REST)) {
      return ofRest(path);
    }
    return switch (path) {
      case "/sql" -> SQL;
      case "/cached/sql" -> SQL_CACHED;
      case "/direct/sql" -> SQL_DIRECT;
      case "/api" -> API;
      case "/api/health" -> API_HEALTH;
      case "/api/db/test" -> API_TABLES;
      case "/health/live", "/health/started", "/health/ready" -> HEALTH;
      default -> OTHER;
    };
  }

  private static HttpRoute ofRest(String path) {
    if (path.length() == REST.length()) {
      return REST_ROOT;
    }
    if (path.startsWith(FUNCTIONS)) {
      return REST_FUNCTION;
    }
    return path.equals(REST_BATCH.pattern) ? REST_BATCH : REST_TABLE;
  }
}
