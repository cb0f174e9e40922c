package io.twinlane.schema.message;

import org.jspecify.annotations.Nullable;

/**
 * Asks write-service what the first statement of a work is made of, which a replica cannot tell;
 * the answer is a {@link ShapeReply}, or the {@link Failure} of asking.
 *
 * @param work what is not run
 * @param user who would run it, where the work names no role
 * @param searchPath where its names are looked for, where the work does not say; null for where the
 *     user's own settings say
 */
public record ShapeRequest(Work work, String user, @Nullable String searchPath)
    implements Request {}
