package io.twinlane.schema.message;

import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL says of an error beside its code, message, detail and hint (PostgreSQL manual,
 * Error and Notice Message Fields).
 *
 * @param severity ERROR, FATAL or PANIC, perhaps in the server's language
 * @param position where in the statement, in characters from 1
 * @param internalPosition where in the internal query
 * @param internalQuery a statement that the server made by itself
 * @param where the calls that led there
 * @param file in PostgreSQL's source, as are line and routine
 */
public record ErrorReport(
    @Nullable String severity,
    @Nullable String position,
    @Nullable String internalPosition,
    @Nullable String internalQuery,
    @Nullable String where,
    @Nullable String schema,
    @Nullable String table,
    @Nullable String column,
    @Nullable String dataType,
    @Nullable String constraint,
    @Nullable String file,
    @Nullable String line,
    @Nullable String routine) {}
