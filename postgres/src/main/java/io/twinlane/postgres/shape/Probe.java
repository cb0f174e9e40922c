package io.twinlane.postgres.shape;

import io.twinlane.schema.catalog.Shape;
import io.twinlane.schema.catalog.Shape.Command;
import io.twinlane.schema.catalog.Shape.Function;
import io.twinlane.schema.catalog.Shape.Relation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Asks PostgreSQL what a statement is made of: makes a temporary function of it, reads the tree
 * that PostgreSQL analysed, and rolls back. The statement itself is never run.
 *
 * <p>Everything goes by the extended protocol, which takes one command at a time: a text that
 * closes the function and begins another command is refused by PostgreSQL.
 *
 * <p>Fails where the text is no query (SQLSTATE 42601), where the role may not make temporary
 * objects (42501), and on a replica (25006).
 */
public final class Probe {

  /** Functions in SQL whose bodies are strings, one inside another. */
  private static final int ROUNDS_MAX = 6;

  /** The questions look dear to the planner, and compiling them takes PostgreSQL seconds. */
  private static final String BEGIN = "BEGIN READ WRITE; SET LOCAL jit = off";

  /** What stands before a statement when PostgreSQL first reads it. */
  public static final String PREPARE = "prepare twinlane_types as ";

  private static final String DEALLOCATE = "deallocate twinlane_types";
  private static final String SHAPE = withCalls("shape.sql");
  private static final String REACH = withCalls("reach.sql");

  private final SqlConnection connection;
  private final Set<Long> followed = new HashSet<>();
  private int probes;

  private Probe(SqlConnection connection) {
    this.connection = connection;
  }

  /**
   * The shape of a statement on a connection that has no transaction open, and has none after.
   *
   * @param everyTransaction settings that each transaction of the lane begins with
   */
  public static Future<Shape> shape(
      SqlConnection connection, ScopedText text, Map<String, String> everyTransaction) {
    return probing(connection, text, everyTransaction, (_, shape) -> Future.succeededFuture(shape));
  }

  /** What a statement that may write reaches, on such a connection. */
  public static Future<Reach> reach(
      SqlConnection connection, ScopedText text, Map<String, String> everyTransaction) {
    return probing(connection, text, everyTransaction, Probe::reach);
  }

  private static <T> Future<T> probing(
      SqlConnection connection,
      ScopedText text,
      Map<String, String> everyTransaction,
      BiFunction<Probe, Shape, Future<T>> then) {
    Probe probe = new Probe(connection);
    return connection
        .query(BEGIN)
        .execute()
        .compose(_ -> probe.set(text.settings(everyTransaction)))
        .compose(_ -> probe.parameterTypes(text.sql()))
        .compose(types -> probe.make(String.join(", ", types), text.sql()))
        .compose(_ -> probe.read(ROUNDS_MAX))
        .compose(shape -> then.apply(probe, shape))
        .eventually(probe::end);
  }

  /** What the catalogs counted for the probe must not look like DDL of the next transaction. */
  private Future<?> end() {
    return connection
        .query("ROLLBACK")
        .execute()
        .compose(_ -> connection.query("select pg_stat_force_next_flush()").execute());
  }

  private Future<Reach> reach(Shape shape) {
    Long[] targets =
        shape.relations().stream()
            .filter(Relation::written)
            .map(Relation::oid)
            .toArray(Long[]::new);
    String[] operations = ReachRows.operations(shape).toArray(String[]::new);
    String[] plain = PlainCode.FUNCTIONS.toArray(String[]::new);
    return run(REACH, Tuple.of(targets, operations, plain))
        .map(rows -> ReachRows.reach(shape, rows));
  }

  private Future<?> set(Map<String, String> settings) {
    Future<?> set = Future.succeededFuture();
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      set =
          set.compose(_ ->
              run(
                  "select set_config($1::text, $2::text, true)",
                  Tuple.of(setting.getKey(), setting.getValue())));
    }
    return set;
  }

  private Future<List<String>> parameterTypes(String sql) {
    return run(PREPARE + sql, Tuple.tuple())
        .compose(_ ->
            run(
                "select parameter_types::text[] from pg_prepared_statements"
                    + " where name = 'twinlane_types'",
                Tuple.tuple()))
        .compose(rows -> {
          List<String> types = List.of(rows.iterator().next().getArrayOfStrings(0));
          return run(DEALLOCATE, Tuple.tuple()).map(types);
        })
        // what is prepared outlives the transaction
        .recover(cause ->
            connection
                .query("ROLLBACK; " + DEALLOCATE)
                .execute()
                .transform(_ -> Future.failedFuture(cause)));
  }

  private Future<?> make(String arguments, String body) {
    probes++;
    return run(
        "create function pg_temp.twinlane_probe%d(%s) returns void language sql begin atomic\n%s\n;\nend"
            .formatted(probes, arguments, withoutSemicolon(body)),
        Tuple.tuple());
  }

  private static String withoutSemicolon(String body) {
    String text = body.strip();
    return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
  }

  /** Reads the shape; where it calls SQL functions with string bodies, makes probes of those. */
  private Future<Shape> read(int rounds) {
    return run(SHAPE, Tuple.tuple())
        .compose(rows -> {
          List<Long> unread = new ArrayList<>();
          Shape shape = shape(rows, unread);
          if (unread.isEmpty()) {
            return Future.succeededFuture(shape);
          }
          if (rounds == 0) {
            return Future.failedFuture("functions in SQL call each other too deep");
          }
          Future<?> made = Future.succeededFuture();
          for (long function : unread) {
            made = made.compose(_ -> follow(function));
          }
          return made.compose(_ -> read(rounds - 1));
        });
  }

  private Future<?> follow(long function) {
    followed.add(function);
    return run(
            """
            select pg_get_function_identity_arguments(oid), prosrc,
              (select substr(s, 13) from unnest(proconfig) s where s like 'search\\_path=%'),
              current_setting('search_path')
            from pg_proc where oid = $1::int8::oid
            """,
            Tuple.of(function))
        .compose(rows -> {
          Row row = rows.iterator().next();
          String own = row.getString(2);
          Future<?> made =
              own == null
                  ? make(row.getString(0), row.getString(1))
                  : run("select set_config('search_path', $1::text, true)", Tuple.of(own))
                      .compose(_ -> make(row.getString(0), row.getString(1)))
                      .compose(_ ->
                          run(
                              "select set_config('search_path', $1::text, true)",
                              Tuple.of(row.getString(3))));
          return made;
        });
  }

  private Shape shape(RowSet<Row> rows, List<Long> unread) {
    Set<String> labels = new HashSet<>();
    Set<Command> commands = new HashSet<>();
    Set<Integer> values = new HashSet<>();
    List<Relation> relations = new ArrayList<>();
    List<Function> functions = new ArrayList<>();
    SettingNames settings = new SettingNames();
    for (Row row : rows) {
      String name = row.getString("name");
      switch (row.getString("kind")) {
        case "label" -> labels.add(name);
        case "command" -> commands.add(Command.of(name));
        case "value" -> values.add(Integer.valueOf(name));
        case "relation" -> relations.add(ReachRows.relation(row));
        case "setting" -> settings.add(name);
        default -> functions.add(function(row, unread));
      }
    }
    return new Shape(labels, commands, values, relations, functions, settings.read());
  }

  private Function function(Row row, List<Long> unread) {
    String detail = row.getString("detail");
    String language = row.getString("extra");
    long oid = row.getLong("oid");
    if (language.equals("sql string") && !followed.contains(oid)) {
      unread.add(oid);
    }
    return new Function(
        oid,
        row.getString("schema"),
        row.getString("name"),
        detail.charAt(0),
        detail.charAt(1),
        language.startsWith("sql") ? "sql" : language);
  }

  private Future<RowSet<Row>> run(String sql, Tuple parameters) {
    return connection.preparedQuery(sql).execute(parameters);
  }

  /** A question in which the functions that a tree calls are asked for and followed in one way. */
  private static String withCalls(String name) {
    return resource(name)
        .replace("{{followed}}", resource("followed.sql"))
        .replace("{{calls}}", resource("calls.sql"));
  }

  static String resource(String name) {
    try (InputStream in = Probe.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
