/**
 * What is measured with: clients that send HTTP requests, one after another or by a schedule, and
 * what processes have used of CPU and memory. Requests come in, figures leave; nothing here knows
 * who is measured.
 */
@NullMarked
package io.twinlane.bench.measure;

import org.jspecify.annotations.NullMarked;
