/**
 * The comparison: what is compared with what, contenders that take turns within one run, and the
 * report of it as Markdown and as JSON. Speeds are reported here and asserted nowhere.
 */
@NullMarked
package io.twinlane.bench.compare;

import org.jspecify.annotations.NullMarked;
