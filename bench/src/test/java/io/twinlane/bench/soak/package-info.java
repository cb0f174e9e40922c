/** What a suite is like after a long time with an unreliable way to PostgreSQL. */
@NullMarked
package io.twinlane.bench.soak;

import org.jspecify.annotations.NullMarked;
