/**
 * Settings: environment variables and env files come in, checked values go out. Nothing else in the
 * suite reads the environment, and nothing in here opens a connection.
 */
@NullMarked
package io.twinlane.schema.settings;

import org.jspecify.annotations.NullMarked;
