/**
 * SQL over HTTP, in the protocol of {@code @neondatabase/serverless}: a connection string and
 * statements come in, results in PostgreSQL's own text go out.
 */
@NullMarked
package io.twinlane.gateway.sql;

import org.jspecify.annotations.NullMarked;
