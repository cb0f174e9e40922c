package io.twinlane.bench.check;

import java.util.List;
import java.util.stream.IntStream;

/** Gateways, and where each is probed. */
public record Gateways(List<Gateway> all) {

  /** Base URLs of clients and of probes. */
  public record Gateway(String url, String probe) {}

  public Gateways {
    all = List.copyOf(all);
  }

  /**
   * Gateways by their URLs.
   *
   * @param probes one for each URL, or none: then the URLs themselves are probed
   */
  public static Gateways of(List<String> urls, List<String> probes) {
    if (!probes.isEmpty() && probes.size() != urls.size()) {
      throw new IllegalArgumentException("give a --management for each --url, or none");
    }
    List<String> probed = probes.isEmpty() ? urls : probes;
    return new Gateways(
        IntStream.range(0, urls.size())
            .mapToObj(i -> new Gateway(urls.get(i), probed.get(i)))
            .toList());
  }
}
