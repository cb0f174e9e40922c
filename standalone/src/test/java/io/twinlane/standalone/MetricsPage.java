package io.twinlane.standalone;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of metrics in Prometheus' text form, taken apart. */
public record MetricsPage(String text, Map<String, Double> samples) {

  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+(?:\\{.*\\})?) (\\S+)$");
  private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");

  /** Takes a page apart. */
  public static MetricsPage of(String text) {
    Map<String, Double> samples = new HashMap<>();
    Matcher matcher = SAMPLE.matcher(text);
    while (matcher.find()) {
      samples.put(matcher.group(1), Double.parseDouble(matcher.group(2)));
    }
    return new MetricsPage(text, samples);
  }

  /** The sum of what has this name and all of these labels, each as {@code name="value"}. */
  public double sum(String name, String... labels) {
    double sum = 0;
    for (Map.Entry<String, Double> sample : samples.entrySet()) {
      String key = sample.getKey();
      boolean named = key.equals(name) || key.startsWith(name + '{');
      if (named && Set.of(labels).stream().allMatch(key::contains)) {
        sum += sample.getValue();
      }
    }
    return sum;
  }

  /** The names of all families, as a query has them. */
  public Set<String> families() {
    Set<String> names = new TreeSet<>();
    Matcher matcher = FAMILY.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
