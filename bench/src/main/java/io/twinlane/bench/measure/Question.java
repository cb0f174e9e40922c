package io.twinlane.bench.measure;

import java.util.function.LongFunction;

/**
 * What is asked, again and again.
 *
 * @param request the n-th one, whole: {@link HttpText} makes some
 * @param mark what the head of an answer holds that came by the way that is meant; empty for any
 */
public record Question(LongFunction<String> request, String mark) {

  /** Without a mark. */
  public static Question of(LongFunction<String> request) {
    return new Question(request, "");
  }
}
