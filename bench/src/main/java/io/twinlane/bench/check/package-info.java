/**
 * Clients that look whether a running installation keeps its promises: {@code consistency} judges
 * what was read and written, {@code rolling} counts requests that failed. They know gateways by
 * their URLs alone, and come in as any client does.
 */
@NullMarked
package io.twinlane.bench.check;

import org.jspecify.annotations.NullMarked;
