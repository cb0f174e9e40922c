package io.twinlane.gateway.sql;

import io.twinlane.schema.message.CacheTerms;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.StatementKind;
import io.twinlane.schema.message.TextForm;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Transaction.Ending;
import io.twinlane.schema.message.Transaction.Isolation;
import io.twinlane.schema.message.Work;
import java.util.ArrayList;
import java.util.List;

/**
 * A request that has been understood: who asks, for what, how, and on which lane.
 *
 * @param queries whether every statement is a query as far as its first word tells
 */
record SqlCall(
    SqlLogin.Client client,
    SqlRequest request,
    SqlTerms terms,
    LaneChoice choice,
    List<Statement> statements,
    boolean queries) {

  /**
   * As the client's own settings have it; a statement that is alone has no transaction around it.
   */
  private static final Transaction ALONE =
      new Transaction(Access.READ_WRITE, Isolation.OWN, Ending.COMMIT);

  private static final Transaction ALONE_READING =
      new Transaction(Access.READ_ONLY, Isolation.OWN, Ending.COMMIT);

  static SqlCall of(SqlLogin.Client client, SqlRequest request, SqlTerms terms, LaneChoice choice) {
    List<Statement> statements =
        request.queries().stream()
            .map(query -> new Statement(query.sql(), query.parameters(), form(terms, query)))
            .toList();
    boolean queries =
        statements.stream()
            .allMatch(statement -> StatementKind.of(statement.sql()) == StatementKind.READ);
    return new SqlCall(client, request, terms, choice, statements, queries);
  }

  private static TextForm form(SqlTerms terms, SqlRequest.Query query) {
    return query.arrays() == null ? terms.form() : new TextForm(terms.form().raw(), query.arrays());
  }

  /** Whether it is read on the CACHED lane, at first at least. */
  boolean cached() {
    boolean reads = !request.batch() || choice == LaneChoice.CACHED || terms.readOnly();
    return switch (choice) {
      case CACHED -> !(terms.cache().fresh() && queries);
      case DIRECT -> false;
      case EITHER -> queries && reads && !terms.cache().fresh();
    };
  }

  /** The work for the CACHED lane. */
  Work reading(String requestId, long ticket, Deadline deadline) {
    Transaction transaction = request.batch() ? terms.transaction(true) : Transaction.read();
    return work(requestId, ticket, deadline, transaction, terms.cache().terms());
  }

  /** The work for the DIRECT lane. */
  Work writing(String requestId, long ticket, Deadline deadline) {
    boolean reads = choice == LaneChoice.CACHED;
    Transaction alone = reads ? ALONE_READING : ALONE;
    Transaction transaction = request.batch() ? batch(reads) : alone;
    Work work = work(requestId, ticket, deadline, transaction, CacheTerms.none());
    if (!toldReadOnly()) {
      return work;
    }
    List<Statement> all = new ArrayList<>(statements);
    all.addFirst(new Statement("set transaction read only", List.of(), terms.form()));
    return work.with(all);
  }

  /**
   * Whether a batch on the DIRECT lane is made read-only by its first statement: what is not a
   * query may make it write again, and then the lane must not take it for a read.
   */
  boolean toldReadOnly() {
    return request.batch() && terms.readOnly() && !queries;
  }

  private Transaction batch(boolean reads) {
    Transaction asked = terms.transaction(reads);
    return toldReadOnly()
        ? new Transaction(Access.READ_WRITE, asked.isolation(), asked.ending(), asked.deferrable())
        : asked;
  }

  private Work work(
      String requestId, long ticket, Deadline deadline, Transaction transaction, CacheTerms cache) {
    return new Work(
        requestId,
        ticket,
        client.identity(),
        client.settings(),
        statements,
        transaction,
        deadline,
        cache,
        null,
        client.session());
  }
}
