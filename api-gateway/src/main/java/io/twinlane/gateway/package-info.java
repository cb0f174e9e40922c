/**
 * HTTP comes in, messages go out, and their replies become HTTP again. The dialects and probes meet
 * only here; nothing in the gateway knows a SQL driver.
 */
@NullMarked
package io.twinlane.gateway;

import org.jspecify.annotations.NullMarked;
