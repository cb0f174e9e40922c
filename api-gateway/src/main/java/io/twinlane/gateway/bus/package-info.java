/**
 * The gateway's side of the event bus: works go to a lane, and what services tell is kept until it
 * is needed.
 */
@NullMarked
package io.twinlane.gateway.bus;

import org.jspecify.annotations.NullMarked;
