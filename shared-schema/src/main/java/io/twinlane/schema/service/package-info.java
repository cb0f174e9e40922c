/**
 * How a service runs as a process: it starts, tells orchestrators how it is, and ends on a signal.
 * It knows nothing of what the service does.
 */
@NullMarked
package io.twinlane.schema.service;

import org.jspecify.annotations.NullMarked;
