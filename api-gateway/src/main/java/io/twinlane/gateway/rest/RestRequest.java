package io.twinlane.gateway.rest;

import io.twinlane.gateway.http.CacheDirectives;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request of the dialect, parsed and not yet compared with the database.
 *
 * @param verb what is to be done
 * @param schema the schema of the table
 * @param table the relation, or the function
 * @param query what the query string asks for
 * @param terms how the client wants it done and answered
 * @param body the rows to write, or the arguments of a function
 * @param raw the body of a function's call that is no set of arguments
 */
record RestRequest(
    Verb verb,
    String schema,
    String table,
    Query query,
    Terms terms,
    Optional<RowsBody> body,
    Optional<RawBody> raw) {

  /** The same, to be answered in a form. */
  RestRequest answeredAs(Accept form) {
    return new RestRequest(verb, schema, table, query, terms.answeredAs(form), body, raw);
  }

  /** The same of a client that has other answers already. */
  RestRequest noneMatching(@Nullable String tags) {
    return new RestRequest(verb, schema, table, query, terms.noneMatching(tags), body, raw);
  }

  /** What is to be done with the rows of a relation. */
  enum Verb {
    READ,
    INSERT,
    UPDATE,
    DELETE,
    /** One row, whether it is there already or not. */
    PUT,
    /** A function, and not rows. */
    CALL
  }

  /**
   * How the client wants it done and answered.
   *
   * @param preferences the {@code Prefer} header
   * @param accepts what the client takes
   * @param accept the form of the answer, once it is known what there is
   * @param cache what is asked of the cache
   * @param credentials whether the request says who asks
   * @param ifNoneMatch the tags of answers that the client has already; null if it named none
   * @param headOnly whether the answer's body is left out
   * @param post whether a function may write
   * @param profile whether the answer names the schema: if the client did, or where there are
   *     several
   */
  record Terms(
      Preferences preferences,
      AcceptHeader accepts,
      Accept accept,
      CacheDirectives cache,
      boolean credentials,
      @Nullable String ifNoneMatch,
      boolean headOnly,
      boolean post,
      boolean profile) {

    Terms answeredAs(Accept form) {
      return new Terms(
          preferences, accepts, form, cache, credentials, ifNoneMatch, headOnly, post, profile);
    }

    Terms noneMatching(@Nullable String tags) {
      return new Terms(
          preferences, accepts, accept, cache, credentials, tags, headOnly, post, profile);
    }
  }
}
