/**
 * Databases that live for a while beside the configured one, such as one for each pull request. A
 * name comes in; a migrated database with a mark and an expiry comes out. Databases without the
 * mark are left alone.
 */
@NullMarked
package io.twinlane.migrator.ephemeral;

import org.jspecify.annotations.NullMarked;
