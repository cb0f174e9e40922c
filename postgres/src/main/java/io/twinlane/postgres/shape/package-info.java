/** What statements are made of, asked of PostgreSQL itself. */
@NullMarked
package io.twinlane.postgres.shape;

import org.jspecify.annotations.NullMarked;
