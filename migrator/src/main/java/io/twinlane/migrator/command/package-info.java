/** What all commands have in common: options and settings. */
@NullMarked
package io.twinlane.migrator.command;

import org.jspecify.annotations.NullMarked;
