/**
 * Tokens to identities. A bearer token comes in, what it says or why it is not believed goes out.
 * Nothing here asks a database.
 */
@NullMarked
package io.twinlane.gateway.auth;

import org.jspecify.annotations.NullMarked;
