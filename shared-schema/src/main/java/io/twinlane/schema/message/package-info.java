/**
 * The messages that cross the event bus: immutable records that check themselves, passed by
 * reference inside a JVM and encoded between JVMs. They know neither HTTP nor a driver.
 */
@NullMarked
package io.twinlane.schema.message;

import org.jspecify.annotations.NullMarked;
