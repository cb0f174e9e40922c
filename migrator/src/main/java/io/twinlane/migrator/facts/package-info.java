/**
 * What the catalogs of a database say, as facts that can be compared: a connection enters, facts,
 * differences and the statements that would mend them leave. It reads catalogs alone, never rows of
 * tables, and changes nothing.
 */
@NullMarked
package io.twinlane.migrator.facts;

import org.jspecify.annotations.NullMarked;
