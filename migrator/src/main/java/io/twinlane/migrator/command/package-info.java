/** What all commands have in common: options, settings, output, and how they fail. */
@NullMarked
package io.twinlane.migrator.command;

import org.jspecify.annotations.NullMarked;
