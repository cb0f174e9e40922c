package io.twinlane.schema.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process tells of itself: memory, threads, processor time, descriptors, its age. */
final class ProcessMeters {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessMeters.class);
  private static final Path SIZES = Path.of("/proc/self/statm");
  private static final long PAGE_BYTES = 4096;
  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  /** What has names of Micrometer's that Prometheus has others for. */
  static final Set<String> MISNAMED = Set.of("process.cpu.time", "system.cpu.count");

  private ProcessMeters() {}

  /** Registers all of it, for as long as the process lives. */
  static void bind(MeterRegistry registry) {
    List<MeterBinder> binders =
        List.of(
            new JvmMemoryMetrics(),
            new JvmGcMetrics(),
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics());
    binders.forEach(binder -> binder.bindTo(registry));
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      FunctionCounter.builder("process.cpu", system, one -> one.getProcessCpuTime() / SECOND)
          .baseUnit("seconds")
          .description("Processor time of all threads")
          .register(registry);
    }
    if (Files.isReadable(SIZES)) {
      Gauge.builder("process.resident.memory", ProcessMeters::residentBytes)
          .baseUnit("bytes")
          .description("Memory that the process has, of all kinds")
          .register(registry);
    }
  }

  /** The second number of that file; in pages, which are 4 KiB but on some machines of Arm's. */
  private static double residentBytes() {
    try {
      return Double.parseDouble(Files.readString(SIZES).split(" ", 3)[1]) * PAGE_BYTES;
    } catch (IOException e) {
      LOG.debug("{} cannot be read", SIZES, e);
      return Double.NaN;
    }
  }
}
