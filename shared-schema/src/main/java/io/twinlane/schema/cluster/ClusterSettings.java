package io.twinlane.schema.cluster;

import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.EnvironmentName;
import io.twinlane.schema.settings.Secret;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a process needs to know to become a member.
 *
 * @param host the address that it listens at, and at which the others reach it
 * @param port the port of the membership
 * @param busPort the port of the event bus
 * @param seeds where others may be
 * @param protection what keeps strangers out
 */
public record ClusterSettings(
    InetAddress host, int port, int busPort, List<Seed> seeds, Protection protection) {

  private static final int SECRET_MIN = 32;
  private static final int PORT_MAX = 65_535;

  public ClusterSettings {
    seeds = List.copyOf(seeds);
  }

  public static ClusterSettings from(Environment env) {
    boolean open = env.name() == EnvironmentName.DEVELOPMENT || env.name() == EnvironmentName.TEST;
    int port = env.integer("CLUSTER_PORT", 1, PORT_MAX, 7800);
    int busPort = env.integer("CLUSTER_BUS_PORT", 1, PORT_MAX, 7801);
    if (port == busPort) {
      env.mistake("CLUSTER_PORT and CLUSTER_BUS_PORT are both " + port + ": they must differ");
    }
    Optional<InetAddress> host = OwnAddress.from(env, open);
    List<Seed> seeds = seeds(env, open, port);
    Protection protection = protection(env);
    if (protection instanceof Protection.None) {
      checkOpen(env, open, host);
    }
    return env.check(
        () -> new ClusterSettings(host.orElseThrow(), port, busPort, seeds, protection));
  }

  private static List<Seed> seeds(Environment env, boolean open, int port) {
    if (!open && env.text("CLUSTER_MEMBERS").isEmpty()) {
      env.mistake(
          "CLUSTER_MEMBERS is not set: name where the other processes are, such as"
              + " query-service,write-service,api-gateway");
      return List.of();
    }
    return env.names("CLUSTER_MEMBERS", "127.0.0.1:" + port).stream()
        .flatMap(text -> seed(env, text).stream())
        .toList();
  }

  private static Optional<Seed> seed(Environment env, String text) {
    Optional<Seed> seed = Seed.parse(text);
    if (seed.isEmpty()) {
      env.mistake("CLUSTER_MEMBERS must be names, or host:port, not '" + text + "'");
    }
    return seed;
  }

  private static Protection protection(Environment env) {
    Optional<Secret> secret = env.secret("CLUSTER_SECRET");
    List<Optional<Path>> files =
        Stream.of("CLUSTER_TLS_CERT_FILE", "CLUSTER_TLS_KEY_FILE", "CLUSTER_TLS_CA_FILE")
            .map(variable -> file(env, variable))
            .toList();
    long named = files.stream().filter(Optional::isPresent).count();
    if (named % files.size() != 0) {
      env.mistake(
          "CLUSTER_TLS_CERT_FILE, CLUSTER_TLS_KEY_FILE and CLUSTER_TLS_CA_FILE belong together: set"
              + " all of them or none");
    }
    if (named > 0 && secret.isPresent()) {
      env.mistake("CLUSTER_SECRET and CLUSTER_TLS_CERT_FILE are both set: keep one");
    }
    if (secret.filter(value -> value.value().length() < SECRET_MIN).isPresent()) {
      env.mistake("CLUSTER_SECRET must have " + SECRET_MIN + " characters or more");
    }
    if (named == files.size()) {
      return new Protection.Certificates(
          files.get(0).orElseThrow(), files.get(1).orElseThrow(), files.get(2).orElseThrow());
    }
    return secret.<Protection>map(Protection.Shared::new).orElseGet(Protection.None::new);
  }

  private static Optional<Path> file(Environment env, String variable) {
    Optional<Path> file = env.text(variable).map(Path::of);
    file.filter(path -> !Files.isReadable(path))
        .ifPresent(path -> env.mistake(variable + " names a file that cannot be read: " + path));
    return file;
  }

  private static void checkOpen(Environment env, boolean open, Optional<InetAddress> host) {
    if (!open) {
      env.mistake(
          "CLUSTER_SECRET is not set: give all processes the same "
              + SECRET_MIN
              + " characters or more, or set CLUSTER_TLS_CERT_FILE, CLUSTER_TLS_KEY_FILE and"
              + " CLUSTER_TLS_CA_FILE");
    } else if (host.filter(address -> !address.isLoopbackAddress()).isPresent()) {
      env.mistake(
          "CLUSTER_HOST: without CLUSTER_SECRET the cluster is in clear text, and only on loopback");
    }
  }
}
