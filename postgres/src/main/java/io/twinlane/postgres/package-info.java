/**
 * The way to PostgreSQL for the two lanes. Settings and statements come in; connections, finished
 * JSON bytes and failures go out. It knows neither HTTP nor the event bus.
 */
@NullMarked
package io.twinlane.postgres;

import org.jspecify.annotations.NullMarked;
