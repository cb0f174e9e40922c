package io.twinlane.migrator.rehearse;

import java.time.Duration;

/**
 * A lock of a relation that existed before the file.
 *
 * @param relation with its schema, quoted where SQL would need it
 * @param line of the statement that took it; a transaction keeps it until its end, so that later
 *     statements of the file have it too
 * @param held from the start of that statement to the end of the transaction; outside of one, from
 *     the first to the last time that it was seen
 */
public record Lock(LockMode mode, String relation, int line, Duration held) {}
