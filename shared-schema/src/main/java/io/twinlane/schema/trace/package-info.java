/**
 * Traces of OpenTelemetry: what a request does on its way through HTTP, the bus and PostgreSQL, as
 * spans that are sent to a receiver. Off unless a receiver is named, and nothing of OpenTelemetry
 * is loaded then. No span holds a value of a client's, a row or a secret.
 */
@NullMarked
package io.twinlane.schema.trace;

import org.jspecify.annotations.NullMarked;
