package io.twinlane.bench.contender;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a server is started.
 *
 * @param name for reports
 * @param command as a shell would take it; secrets are in the environment
 * @param environment besides {@code HTTP_PORT}, which is a free one, and all that it has but for
 *     where programs and files are
 * @param log where its output goes
 */
public record Launch(String name, List<String> command, Map<String, String> environment, Path log) {

  /** Of every JVM that is measured: all have the same heap and collector. */
  public static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-Xmx256m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  public Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /**
   * The suite in one process: {@code twinlane up}.
   *
   * @param folder is its working copy
   * @param settings of the suite, {@code DATABASE_URL} among them
   * @param jvm further options of the JVM
   */
  public static Launch suite(
      String name, Path folder, Map<String, String> settings, List<String> jvm) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("MANAGEMENT_PORT", "0");
    environment.put("TWINLANE_HOME", folder.toString());
    List<String> command = new ArrayList<>(ofClasses(jvm));
    command.addAll(List.of(io.twinlane.standalone.Main.class.getName(), "up"));
    return new Launch(name, command, environment, log(folder, name));
  }

  /** {@link Bare}. */
  public static Launch bare(Path folder) {
    List<String> command = new ArrayList<>(ofClasses(List.of()));
    command.add(Bare.class.getName());
    return new Launch("bare Vert.x, constant bytes", command, Map.of(), log(folder, "bare"));
  }

  /** {@link ByHand} on a database. */
  public static Launch byHand(Path folder, String databaseUrl, int poolMax) {
    List<String> command = new ArrayList<>(ofClasses(List.of()));
    command.add(ByHand.class.getName());
    return new Launch(
        "bare Vert.x and its client of PostgreSQL",
        command,
        Map.of("DATABASE_URL", databaseUrl, "POOL_MAX", Integer.toString(poolMax)),
        log(folder, "by-hand"));
  }

  /** This JVM's java, with the options that all have. */
  static List<String> java(List<String> further) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(JVM);
    command.addAll(further);
    return command;
  }

  static Path log(Path folder, String name) {
    return folder.resolve(name.replaceAll("\\W+", "-") + ".log");
  }

  private static List<String> ofClasses(List<String> jvm) {
    List<String> command = java(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }
}
