package io.twinlane.gateway.studio;

import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the Studio behaves.
 *
 * @param enabled whether there is one
 * @param readOnly whether nothing can be written from it
 * @param password what lets somebody in besides the one-time token; null for nothing
 * @param idle how long a session lasts that nobody uses
 * @param hosts by which names it may be asked for besides those of loopback; an asterisk for any
 * @param environment what the page calls the place
 * @param audited whether what is done in it has lines in the log
 */
public record StudioSettings(
    boolean enabled,
    boolean readOnly,
    @Nullable Secret password,
    Duration idle,
    List<String> hosts,
    String environment,
    boolean audited) {

  private static final int PASSWORD_LENGTH_MIN = 12;

  private enum Switch {
    OFF,
    ON
  }

  public StudioSettings {
    hosts = List.copyOf(hosts);
  }

  public static StudioSettings from(Environment env) {
    boolean usual =
        switch (env.name()) {
          case DEVELOPMENT, TEST -> true;
          case STAGING, PRODUCTION -> false;
        };
    boolean careful =
        switch (env.name()) {
          case DEVELOPMENT, TEST, STAGING -> false;
          case PRODUCTION -> true;
        };
    Optional<Secret> password = env.secret("STUDIO_PASSWORD");
    if (password.isPresent() && password.get().value().length() < PASSWORD_LENGTH_MIN) {
      env.mistake("STUDIO_PASSWORD must have at least " + PASSWORD_LENGTH_MIN + " characters");
    }
    return new StudioSettings(
        env.flag("STUDIO_ENABLED", usual),
        env.flag("STUDIO_READ_ONLY", careful),
        password.orElse(null),
        Duration.ofMinutes(env.integer("STUDIO_SESSION_MINUTES", 1, 720, 60)),
        env.text("STUDIO_HOSTS").isEmpty() ? List.of() : env.names("STUDIO_HOSTS", ""),
        env.name().shortName(),
        env.oneOf("AUDIT_LOG", Switch.class, Switch.OFF) == Switch.ON);
  }
}
