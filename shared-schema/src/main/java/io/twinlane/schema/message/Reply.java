package io.twinlane.schema.message;

/**
 * The answer to a {@link Request}. A failure that can happen is one of these, never an exception.
 */
public sealed interface Reply extends Message
    permits Done,
        CatalogReply,
        Noted,
        CacheReply,
        FiguresReply,
        LeaseGrant,
        PositionReply,
        ShapeReply,
        Failure {}
