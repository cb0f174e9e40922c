/**
 * How the processes log: as lines to read or as JSON, one for each event, and never a value of
 * anybody's. Everything that is logged passes through here on its way out.
 */
@NullMarked
package io.twinlane.schema.log;

import org.jspecify.annotations.NullMarked;
