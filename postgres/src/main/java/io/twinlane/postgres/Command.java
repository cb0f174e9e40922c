package io.twinlane.postgres;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement for the {@link WireHandler}: its text, its parameters as text of no declared type,
 * and who takes the answer.
 *
 * @param named whether PostgreSQL keeps it prepared on the connection
 */
record Command(String sql, List<@Nullable String> parameters, boolean named, Taker taker) {

  /** One that gives no rows that anybody wants. */
  static Command of(String sql, String... parameters) {
    return new Command(sql, List.of(parameters), false, Taker.NOBODY);
  }

  /**
   * Takes a statement's answer as it comes, on the connection's event loop. What it is given is
   * only there during the call.
   */
  interface Taker {

    /** What somebody has to know of the columns before the rows come. */
    enum Columns {
      NOTHING,
      /**
       * Which stay the same as long as a statement is prepared, or PostgreSQL refuses to run it.
       */
      TYPES,
      EVERYTHING
    }

    /** Who wants to know nothing. */
    Taker NOBODY =
        new Taker() {
          @Override
          public Columns wants() {
            return Columns.NOTHING;
          }
        };

    default Columns wants() {
      return Columns.EVERYTHING;
    }

    /**
     * The content of RowDescription (PostgreSQL manual, Message Formats). Of a statement that is
     * prepared it may be that of before, and come more than once.
     */
    default void columns(ByteBuf description) {}

    /**
     * The content of DataRow.
     *
     * @throws JsonBytes.TooLargeException if that is more than there may be
     */
    default void row(ByteBuf values) {}

    /**
     * So many bytes of a row are on their way.
     *
     * @throws JsonBytes.TooLargeException if that is more than there may be
     */
    default void expect(int bytes) {}

    /** The tag of a statement that has run, such as {@code INSERT 0 1}; empty for an empty one. */
    default void done(String tag) {}
  }
}
