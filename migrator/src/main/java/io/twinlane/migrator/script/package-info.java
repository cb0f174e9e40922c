/**
 * Files of SQL taken apart into statements, and run so that a failure names the one that failed.
 */
@NullMarked
package io.twinlane.migrator.script;

import org.jspecify.annotations.NullMarked;
