/**
 * What the gateway tells people and orchestrators of the suite's health, from what the lanes told
 * it.
 */
@NullMarked
package io.twinlane.gateway.health;

import org.jspecify.annotations.NullMarked;
