package io.twinlane.bench.cluster;

import io.twinlane.bench.check.Gateways;
import io.twinlane.bench.cluster.ServiceInstance.Blueprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All services of an installation, each a process on loopback, on a database that is migrated
 * already. None of them outlives this object, nor this JVM.
 *
 * <p>What they write goes to a folder, one file for each.
 */
public final class ProcessCluster implements AutoCloseable {

  private final Ports ports = new Ports();
  private final Guard guard = Guard.start();
  private final Path folder;
  private final Map<String, String> common;
  private final Jvm jvm;
  private final List<ServiceInstance> queries = new ArrayList<>();
  private final List<ServiceInstance> writes = new ArrayList<>();
  private final List<ServiceInstance> gateways = new ArrayList<>();

  /** How many of each service there are. */
  public record Shape(int queries, int writes, int gateways) {

    /** All, of which each may come to know the others. */
    int total() {
      return queries + writes + gateways;
    }
  }

  private ProcessCluster(Path folder, Map<String, String> settings, Jvm jvm) {
    this.folder = folder;
    this.common = new HashMap<>();
    this.jvm = jvm;
    common.put("ENVIRONMENT", "test");
    common.put("TWINLANE_HOME", folder.toAbsolutePath().toString());
    common.put("CACHE_ENABLED", "true");
    common.put("HTTP_HOST", "127.0.0.1");
    common.put("CLUSTER_HOST", "127.0.0.1");
    // nobody else may join
    common.put("CLUSTER_SECRET", UUID.randomUUID() + "-" + UUID.randomUUID());
    common.putAll(settings);
  }

  /**
   * Starts all services, and returns once all are ready.
   *
   * @param folder for what they write; emptied of the logs of an earlier run
   * @param settings of all of them, {@code DATABASE_URL} among them; they win over those that are
   *     set here
   * @throws IllegalStateException if one does not become ready; then none is left
   */
  public static ProcessCluster start(Path folder, Shape shape, Map<String, String> settings) {
    ProcessCluster cluster = prepare(folder, shape, settings);
    try {
      cluster.all().forEach(ServiceInstance::start);
      cluster.all().forEach(ServiceInstance::awaitReady);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** The same, without starting any. */
  public static ProcessCluster prepare(Path folder, Shape shape, Map<String, String> settings) {
    return new ProcessCluster(folder, settings, Jvm.QUICK_TO_START).draw(shape);
  }

  /** The same, without starting any, with the JVM's options of {@code deploy/}. */
  public static ProcessCluster asDeployed(Path folder, Shape shape, Map<String, String> settings) {
    return new ProcessCluster(folder, settings, Jvm.AS_DEPLOYED).draw(shape);
  }

  /** All services in one process, which counts as a gateway; otherwise the same. */
  public static ProcessCluster inOneProcess(Path folder, Map<String, String> settings) {
    ProcessCluster one = new ProcessCluster(folder, settings, Jvm.AS_DEPLOYED);
    int unused = one.ports.free();
    one.gateways.add(one.instance("up", io.twinlane.standalone.Main.class, unused, "up"));
    return one;
  }

  private ProcessCluster draw(Shape shape) {
    List<Integer> membership = Stream.generate(ports::free).limit(shape.total()).toList();
    common.put(
        "CLUSTER_MEMBERS",
        membership.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
    List<Integer> left = new ArrayList<>(membership);
    for (int i = 1; i <= shape.queries(); i++) {
      queries.add(instance("query-" + i, io.twinlane.query.Main.class, left.removeFirst()));
    }
    for (int i = 1; i <= shape.writes(); i++) {
      writes.add(instance("write-" + i, io.twinlane.write.Main.class, left.removeFirst()));
    }
    for (int i = 1; i <= shape.gateways(); i++) {
      gateways.add(instance("gateway-" + i, io.twinlane.gateway.Main.class, left.removeFirst()));
    }
    return this;
  }

  private ServiceInstance instance(
      String name, Class<?> main, int membershipPort, String... arguments) {
    List<String> command = new ArrayList<>(List.of(main.getName()));
    command.addAll(List.of(arguments));
    int management = ports.free();
    Map<String, String> environment = new HashMap<>(common);
    environment.put("MANAGEMENT_PORT", Integer.toString(management));
    environment.put("HTTP_PORT", Integer.toString(ports.free()));
    environment.put("CLUSTER_PORT", Integer.toString(membershipPort));
    environment.put("CLUSTER_BUS_PORT", Integer.toString(ports.free()));
    Path log = folder.resolve(name + ".log");
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ServiceInstance(
        new Blueprint(name, jvm, command, environment, log, management), guard);
  }

  /** The query-services. */
  public List<ServiceInstance> queries() {
    return List.copyOf(queries);
  }

  /** The write-services. */
  public List<ServiceInstance> writes() {
    return List.copyOf(writes);
  }

  /** The gateways. */
  public List<ServiceInstance> gateways() {
    return List.copyOf(gateways);
  }

  /** Every service, gateways last. */
  public List<ServiceInstance> all() {
    return Stream.of(queries, writes, gateways).flatMap(List::stream).toList();
  }

  /** Where clients come in, and where that is probed. */
  public Gateways endpoints() {
    return Gateways.of(
        gateways.stream().map(gateway -> "http://127.0.0.1:" + gateway.port("HTTP_PORT")).toList(),
        gateways.stream().map(ServiceInstance::managementUrl).toList());
  }

  /** Kills every process, frozen ones too. */
  @Override
  public void close() {
    guard.close();
  }
}
