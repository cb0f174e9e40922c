package io.twinlane.schema.trace;

import io.twinlane.schema.settings.Environment;
import java.util.Locale;

/**
 * Which traces are kept.
 *
 * @param rule how that is decided where a trace begins, and whether one that comes from elsewhere
 *     was decided on already
 * @param ratio the part of all that is kept, from 0 to 1, where the rule is by ratio
 */
public record Sampling(Rule rule, double ratio) {

  private static final String RULE = "OTEL_TRACES_SAMPLER";
  private static final String RATIO = "OTEL_TRACES_SAMPLER_ARG";

  /** OpenTelemetry's names of samplers, in upper case. */
  public enum Rule {
    ALWAYS_ON,
    ALWAYS_OFF,
    TRACEIDRATIO,
    PARENTBASED_ALWAYS_ON,
    PARENTBASED_ALWAYS_OFF,
    PARENTBASED_TRACEIDRATIO
  }

  static Sampling from(Environment env) {
    return new Sampling(
        env.oneOf(RULE, Rule.class, Rule.PARENTBASED_ALWAYS_ON, Sampling::spelled), ratio(env));
  }

  private static double ratio(Environment env) {
    String text = env.text(RATIO, "1");
    try {
      double ratio = Double.parseDouble(text.strip());
      if (ratio >= 0 && ratio <= 1) {
        return ratio;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    env.mistake(RATIO + " must be a number from 0 to 1, not '" + text + "'");
    return 1;
  }

  private static String spelled(Rule rule) {
    return rule.name().toLowerCase(Locale.ROOT);
  }
}
