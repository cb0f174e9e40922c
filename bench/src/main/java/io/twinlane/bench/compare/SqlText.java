package io.twinlane.bench.compare;

import io.twinlane.bench.measure.HttpText;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Encoded;
import io.twinlane.schema.settings.Secret;

/** Requests of SQL over HTTP as the driver sends them: values as raw text, rows as arrays. */
record SqlText(DatabaseUrl url) {

  String request(String path, String sql, long parameter) {
    String headers =
        "Neon-Connection-String: postgres://%s:%s@localhost/%s\r\nNeon-Raw-Text-Output: true\r\nNeon-Array-Mode: true\r\n"
            .formatted(
                Encoded.of(url.user()),
                Encoded.of(url.password().map(Secret::value).orElse("")),
                Encoded.of(url.database()));
    String body = "{\"query\":\"%s\",\"params\":[\"%d\"]}".formatted(sql, parameter);
    return HttpText.post(path, body, headers);
  }
}
