package io.twinlane.bench.compare;

import io.twinlane.bench.contender.Contender;

/**
 * A contender at a work. The first one of a work is what the others are compared with.
 *
 * @param quick whether it is there in quick mode too
 */
record Entry(Work work, Contender contender, boolean quick) {

  String name() {
    return contender.name();
  }
}
