/**
 * What the suite knows of a database's tables and columns, as immutable records. Query-service
 * reads them from PostgreSQL, gateways plan with them.
 */
@NullMarked
package io.twinlane.schema.catalog;

import org.jspecify.annotations.NullMarked;
