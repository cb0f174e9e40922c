/**
 * What a program needs to know of a schema. It reads the catalog of a live database in one
 * read-only transaction, and gives TypeScript types or a plain description in JSON.
 */
@NullMarked
package io.twinlane.migrator.types;

import org.jspecify.annotations.NullMarked;
