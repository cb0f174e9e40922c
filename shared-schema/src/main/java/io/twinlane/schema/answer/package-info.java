/** What an answer that is kept in memory is known by, and what ends it. */
@NullMarked
package io.twinlane.schema.answer;

import org.jspecify.annotations.NullMarked;
