/**
 * What a process counts, and the page on which Prometheus reads it. Parts bring their numbers to a
 * registry that is made once for the process; nothing here knows what they mean.
 */
@NullMarked
package io.twinlane.schema.metrics;

import org.jspecify.annotations.NullMarked;
