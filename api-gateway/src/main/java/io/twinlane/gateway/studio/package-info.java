/**
 * The Studio's side of the gateway, on the management port: its page comes in as files, a person
 * comes in by a one-time token or a password, and what the person asks goes on to the gateway's own
 * public port as the role that the session acts as. It may touch nothing but that port, and the
 * lanes to learn where they are logged in.
 */
@NullMarked
package io.twinlane.gateway.studio;

import org.jspecify.annotations.NullMarked;
