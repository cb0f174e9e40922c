package io.twinlane.bench.compare;

import io.twinlane.bench.measure.Unlike;

/**
 * What one contender did in one round.
 *
 * @param perSecond requests answered with success in a second
 * @param serverMicros CPU time of its own processes for one request; NaN if it has none
 * @param postgresMicros CPU time of PostgreSQL for one request
 * @param unlike answers that were not as they should be
 */
record Measurement(double perSecond, double serverMicros, double postgresMicros, Unlike unlike) {}
