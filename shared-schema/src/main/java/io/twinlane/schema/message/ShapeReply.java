package io.twinlane.schema.message;

import io.twinlane.schema.catalog.Shape;

/** What a statement is made of. */
public record ShapeReply(Shape shape) implements Reply {}
