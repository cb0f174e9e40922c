package io.twinlane.gateway;

import io.twinlane.gateway.rest.RestSettings;
import io.twinlane.schema.service.Listen;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the gateway needs to know.
 *
 * @param listen where clients come in
 * @param requestBytesMax the largest body of a request
 * @param laneSilenceMax how long a lane may tell nothing before it counts as gone
 * @param rest how the REST dialect behaves
 * @param declaredTables tables that should be there
 */
public record GatewaySettings(
    Listen listen,
    long requestBytesMax,
    Duration laneSilenceMax,
    RestSettings rest,
    List<String> declaredTables) {

  public GatewaySettings {
    declaredTables = List.copyOf(declaredTables);
  }

  public static GatewaySettings from(Environment env) {
    Listen listen = Listen.from(env, "HTTP", 8080);
    long requestBytesMax = env.bytes("REQUEST_MAX_BYTES", 1, 1 << 30, 1 << 20);
    Duration laneSilenceMax = env.millis("LANE_SILENCE_MAX_MS", 10, 3_600_000, 20_000);
    RestSettings rest = RestSettings.from(env);
    Optional<SchemaFolder> schema = SchemaFolder.from(env);
    return env.check(() ->
        new GatewaySettings(
            listen, requestBytesMax, laneSilenceMax, rest, schema.orElseThrow().declaredTables()));
  }
}
