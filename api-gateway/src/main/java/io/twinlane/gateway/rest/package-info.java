/**
 * The PostgREST dialect. An HTTP request becomes a typed request, a plan against the catalog and
 * one statement; the reply of a lane becomes an HTTP answer. One type for each step.
 */
@NullMarked
package io.twinlane.gateway.rest;

import org.jspecify.annotations.NullMarked;
