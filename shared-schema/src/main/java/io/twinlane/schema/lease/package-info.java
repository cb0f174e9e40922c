/**
 * The right to give what is remembered in a cluster: whoever remembers holds leases from all who
 * write, and forgets everything when it was without one.
 */
@NullMarked
package io.twinlane.schema.lease;

import org.jspecify.annotations.NullMarked;
