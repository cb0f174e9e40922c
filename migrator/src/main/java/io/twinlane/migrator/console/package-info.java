/** How a command tells what it does, and why it did not. */
@NullMarked
package io.twinlane.migrator.console;

import org.jspecify.annotations.NullMarked;
