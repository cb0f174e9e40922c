package io.twinlane.schema.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpRouteTest {

  @ParameterizedTest
  @CsvSource({
    "/rest/v1/,                  /rest/v1/",
    "/rest/v1/orders,            /rest/v1/{table}",
    "/rest/v1/a/b,               /rest/v1/{table}",
    "/rest/v1/rpc,               /rest/v1/{table}",
    "/rest/v1/rpc/add,           /rest/v1/rpc/{function}",
    "/rest/v1/batch,             /rest/v1/batch",
    "/rest/v1,                   _OTHER",
    "/sql,                       /sql",
    "/sql/,                      _OTHER",
    "/cached/sql,                /cached/sql",
    "/direct/sql,                /direct/sql",
    "/api,                       /api",
    "/api/health,                /api/health",
    "/api/db/test,               /api/db/test",
    "/health/ready,              /health/{probe}",
    "/health/else,               _OTHER",
    "/,                          _OTHER",
    "*,                          _OTHER",
  })
  void aPathIsOfARoute(String path, String pattern) {
    assertThat(HttpRoute.of(path).pattern()).isEqualTo(pattern);
  }
}
