/**
 * How a process becomes a member of the cluster: settings come in, a Vert.x on the common event bus
 * goes out. It opens two ports, keeps nothing on disk and knows nothing of what is said on the bus.
 */
@NullMarked
package io.twinlane.schema.cluster;

import org.jspecify.annotations.NullMarked;
