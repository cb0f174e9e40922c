package io.twinlane.schema.message;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one statement gave.
 *
 * @param body the rows as a JSON array, as {@code json_agg} would write it; never changed once made
 * @param rows rows in the body, or rows affected where the statement returns none
 * @param total rows without limit and offset; null if the statement did not count them
 * @param key the values of the {@link ResultColumn.Use#KEY} columns of the last row
 */
public record Result(Buffer body, long rows, @Nullable Long total, List<@Nullable String> key) {

  public Result {
    key = Collections.unmodifiableList(new ArrayList<>(key));
  }
}
