package io.twinlane.schema.message;

/**
 * How a transaction begins and ends.
 *
 * @param access whether it may write
 * @param isolation its isolation level
 * @param ending what happens once every statement has run
 * @param deferrable whether it may wait at its begin for a snapshot that cannot fail; has an effect
 *     if it is serializable and read-only (PostgreSQL manual, SET TRANSACTION)
 */
public record Transaction(Access access, Isolation isolation, Ending ending, boolean deferrable) {

  private static final Transaction WRITE =
      new Transaction(Access.READ_WRITE, Isolation.READ_COMMITTED, Ending.COMMIT);
  private static final Transaction READ =
      new Transaction(Access.READ_ONLY, Isolation.READ_COMMITTED, Ending.COMMIT);

  /** Whether a transaction may write. */
  public enum Access {
    READ_WRITE("READ WRITE"),
    READ_ONLY("READ ONLY");

    private final String sql;

    Access(String sql) {
      this.sql = sql;
    }
  }

  /** PostgreSQL's isolation levels. */
  public enum Isolation {
    /** The one that the user, or the database, has set. */
    DEFAULT(""),
    /** The same, for a statement that needs no transaction but its own. */
    OWN(""),
    READ_UNCOMMITTED("READ UNCOMMITTED"),
    READ_COMMITTED("READ COMMITTED"),
    REPEATABLE_READ("REPEATABLE READ"),
    SERIALIZABLE("SERIALIZABLE");

    private final String sql;

    Isolation(String sql) {
      this.sql = sql;
    }
  }

  /** What happens once every statement has run; a trial run is rolled back. */
  public enum Ending {
    COMMIT,
    ROLLBACK
  }

  /** One that is not deferrable. */
  public Transaction(Access access, Isolation isolation, Ending ending) {
    this(access, isolation, ending, false);
  }

  public static Transaction write() {
    return WRITE;
  }

  public static Transaction read() {
    return READ;
  }

  /** The statement that begins it, where a session writes unless it is told otherwise. */
  public String beginSql() {
    return "BEGIN" + isolationSql() + (access == Access.READ_ONLY ? " READ ONLY" : "") + tail();
  }

  /**
   * Statements that begin it wherever that may be refused: then it has begun all the same, and has
   * failed, so that nothing that was sent behind it runs by itself.
   */
  public String beginSqlAnywhere() {
    return "BEGIN; SET TRANSACTION" + isolationSql() + " " + access.sql + tail();
  }

  private String isolationSql() {
    return isolation.sql.isEmpty() ? "" : " ISOLATION LEVEL " + isolation.sql;
  }

  private String tail() {
    return deferrable ? " DEFERRABLE" : "";
  }

  /** Whether the statement is on its own, and need not be in a transaction block. */
  public boolean own() {
    return isolation == Isolation.OWN;
  }

  /** Whether a statement that runs alone, without BEGIN, does the same. */
  boolean plain() {
    return isolation == Isolation.READ_COMMITTED && ending == Ending.COMMIT;
  }
}
