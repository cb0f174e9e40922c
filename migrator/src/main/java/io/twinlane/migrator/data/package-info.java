/** First data, the filling of new columns, and databases that live for a while. */
@NullMarked
package io.twinlane.migrator.data;

import org.jspecify.annotations.NullMarked;
