/**
 * What the Studio's page is told of the database and of the lanes: a request of the page comes in,
 * JSON or a stream of events goes out. Who may ask was decided before; nothing here writes.
 */
@NullMarked
package io.twinlane.gateway.studio.facts;

import org.jspecify.annotations.NullMarked;
