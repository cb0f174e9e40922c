package io.twinlane.schema.message;

/** What is asked of a service; the answer is a {@link Reply}. */
public sealed interface Request extends Message
    permits Work,
        RowsRequest,
        Rows,
        CatalogRequest,
        TablesChanged,
        CacheRequest,
        FiguresRequest,
        LeaseRequest,
        Hail,
        PositionRequest,
        ShapeRequest {}
