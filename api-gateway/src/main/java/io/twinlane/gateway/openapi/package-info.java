/** The description of the API for tools, in the words of OpenAPI. */
@NullMarked
package io.twinlane.gateway.openapi;

import org.jspecify.annotations.NullMarked;
