package io.twinlane.schema.message;

import org.jspecify.annotations.Nullable;

/**
 * Asks one service of a lane how busy it is; the answer is a {@link FiguresReply}.
 *
 * @param statement what it is to tell all that it knows of, by its hash; null for none
 */
public record FiguresRequest(@Nullable String statement) implements Request {}
