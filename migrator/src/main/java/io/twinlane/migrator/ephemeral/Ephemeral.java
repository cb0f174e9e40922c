package io.twinlane.migrator.ephemeral;

import java.time.Instant;

/**
 * A database that expires.
 *
 * @param name what it was asked for as
 * @param database what PostgreSQL calls it
 * @param bytes its size; -1 if the user may not know
 */
public record Ephemeral(String name, String database, Instant expires, long bytes) {}
