package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Statement.ObjectKind;
import io.twinlane.migrator.lint.TableAction.Switch;
import java.util.List;
import java.util.Optional;

/** Rules for {@code ALTER TABLE}: each action sent to where it is looked at. */
final class TableRules {

  private TableRules() {}

  static void look(Sight sight, Name table, TableAction action) {
    if (action instanceof TableAction.AddColumn add) {
      NewTableRules.type(sight, table, add.column());
    }
    if (action instanceof TableAction.AddConstraint add) {
      NameRules.look(sight, add.constraint().name());
    }
    if (sight.existing(table)) {
      existing(sight, table, action);
    }
  }

  private static void existing(Sight sight, Name table, TableAction action) {
    switch (action) {
      case TableAction.AddColumn add -> ColumnRules.add(sight, table, add.column());
      case TableAction.DropColumn drop -> DropRules.column(sight, table, drop);
      case TableAction.RenameColumn rename -> RenameRules.column(sight, table, rename);
      case TableAction.SetType set -> TypeRules.look(sight, table, set);
      case TableAction.SetNotNull set -> ColumnRules.notNull(sight, table, set.column());
      case TableAction.DropNotNull drop -> ColumnRules.nullable(sight, table, drop.column());
      case TableAction.DropDefault drop -> ColumnRules.noDefault(sight, table, drop.column());
      case TableAction.SetExpression set -> ColumnRules.generated(sight, table, set.column());
      case TableAction.AddConstraint add -> ConstraintRules.add(sight, table, add.constraint(), "");
      case TableAction.ValidateConstraint validate ->
          ConstraintRules.validate(sight, table, validate.name());
      case TableAction.DropConstraint drop -> ConstraintRules.drop(sight, table, drop);
      case TableAction.DisableTrigger disable -> disable(sight, table, disable.which());
      case TableAction.RowSecurity security -> security(sight, table, security.to());
      case TableAction.SetLogged set -> logged(sight, table, set.logged());
      case TableAction.SetTablespace set ->
          tablespace(sight, ObjectKind.TABLE, table, set.tablespace());
      case TableAction.SetAccessMethod _ -> method(sight, table);
      case TableAction.Attach attach -> attach(sight, table, attach);
      case TableAction.Detach detach -> detach(sight, table, detach);
      case TableAction.RestartIdentity restart ->
          DataRules.restarted(sight, table.beside(restart.column(), "seq"));
      case TableAction.SetDefault _, TableAction.Other _ -> {}
    }
  }

  private static void disable(Sight sight, Name table, String which) {
    sight.tell(
        Rule.DISABLE_TRIGGER,
        "Trigger %s no longer looks at what any session writes to %s; ALL takes the foreign keys off as well."
            .formatted(which, table.quoted()),
        """
        -- change the trigger's function, or let it look at a setting of this session alone:
        -- IF current_setting('app.import', true) = 'on' THEN RETURN NEW; END IF;
        SET LOCAL app.import = 'on';\
        """);
  }

  private static void security(Sight sight, Name table, Switch to) {
    switch (to) {
      case DISABLE, NO_FORCE ->
          sight.tell(
              Rule.DISABLE_ROW_SECURITY,
              "The policies of %s no longer hold: %s reads and writes all rows."
                  .formatted(
                      table.quoted(),
                      to == Switch.DISABLE ? "every role with a right to it" : "its owner"),
              "-- keep it on, and give whom it hinders a policy of their own:\nCREATE POLICY %s ON %s FOR SELECT TO some_role USING (true);"
                  .formatted(table.derived("read"), table.quoted()));
      case ENABLE -> {
        boolean known =
            sight.known().table(table).map(each -> !each.policies.isEmpty()).orElse(false);
        if (!known && !sight.file().makes(ObjectKind.POLICY, table)) {
          sight.tell(
              Rule.ROW_SECURITY_WITHOUT_POLICY,
              "No file has a policy for %s: from now on all but its owner see no row of it."
                  .formatted(table.quoted()),
              "CREATE POLICY %s ON %s FOR ALL TO some_role USING (true) WITH CHECK (true);\nALTER TABLE %2$s ENABLE ROW LEVEL SECURITY;"
                  .formatted(table.derived("all"), table.quoted()));
        }
      }
      case FORCE -> {}
    }
  }

  private static void logged(Sight sight, Name table, boolean logged) {
    sight.tell(
        logged ? Rule.SET_LOGGED : Rule.SET_UNLOGGED,
        logged
            ? "Every row of %s is written anew and into the log under ACCESS EXCLUSIVE: no reads or writes until then."
                .formatted(table.quoted())
            : "%s is written anew under ACCESS EXCLUSIVE, is empty after a crash, and is not on replicas."
                .formatted(table.quoted()),
        """
        -- make a new table beside it, fill it in batches, and let the code change over
        CREATE %sTABLE %s (LIKE %s INCLUDING ALL);\
        """
            .formatted(logged ? "" : "UNLOGGED ", table.beside("new"), table.quoted()));
  }

  static void tablespace(Sight sight, ObjectKind kind, Name name, String tablespace) {
    boolean fresh =
        kind == ObjectKind.INDEX
            ? sight
                .known()
                .indexes()
                .of(name)
                .map(index -> !sight.existing(index.table()))
                .orElse(false)
            : !sight.existing(name);
    if (fresh) {
      return;
    }
    sight.tell(
        Rule.SET_TABLESPACE,
        "%s is copied file by file under ACCESS EXCLUSIVE: no reads or writes until all is copied."
            .formatted(name.quoted()),
        kind == ObjectKind.INDEX
            ? "REINDEX (TABLESPACE %s) INDEX CONCURRENTLY %s;"
                .formatted(Name.quoted(tablespace), name.quoted())
            : "-- in a maintenance window, or with pg_repack --tablespace; its indexes can go online:\nREINDEX (TABLESPACE %s) TABLE CONCURRENTLY %s;"
                .formatted(Name.quoted(tablespace), name.quoted()));
  }

  private static void method(Sight sight, Name table) {
    sight.tell(
        Rule.SET_ACCESS_METHOD,
        "Every row of %s is written anew under ACCESS EXCLUSIVE: no reads or writes until then."
            .formatted(table.quoted()),
        "-- make a new table beside it and fill it in batches\nCREATE TABLE %s (LIKE %s INCLUDING ALL) USING heap;"
            .formatted(table.beside("new"), table.quoted()));
  }

  private static void attach(Sight sight, Name table, TableAction.Attach attach) {
    beside(sight, table);
    if (!sight.existing(attach.partition()) || checked(sight, table, attach.partition())) {
      return;
    }
    String key =
        sight
            .known()
            .table(table)
            .filter(known -> !known.partitionKey.isEmpty())
            .map(known -> Name.quoted(known.partitionKey.getFirst()))
            .orElse("the_key");
    sight.tell(
        Rule.ATTACH_PARTITION,
        "%s is read from end to end under ACCESS EXCLUSIVE to see that its rows belong to %s, because no valid check says so."
            .formatted(attach.partition().quoted(), table.quoted()),
        """
        -- in a file before: the same bounds as a check, validated without a strong lock
        ALTER TABLE %1$s ADD CONSTRAINT %2$s CHECK (%3$s IS NOT NULL AND %3$s >= 'from' AND %3$s < 'to') NOT VALID;
        -- in a file of its own
        ALTER TABLE %1$s VALIDATE CONSTRAINT %2$s;\
        """
            .formatted(attach.partition().quoted(), attach.partition().derived("bounds"), key));
  }

  /** A default partition has to be read whenever another partition takes rows from it. */
  static void beside(Sight sight, Name table) {
    if (sight.existing(table)
        && sight.known().table(table).map(known -> known.defaultPartition).orElse(false)) {
      sight.tell(
          Rule.PARTITION_BESIDE_DEFAULT,
          "The default partition of %s is read from end to end under ACCESS EXCLUSIVE, to see that no row of it belongs to the new one."
              .formatted(table.quoted()),
          """
          -- in files before: a check at the default partition that says so, validated without a strong lock
          ALTER TABLE the_default ADD CONSTRAINT the_bounds CHECK (the_key < 'from' OR the_key >= 'to') NOT VALID;
          ALTER TABLE the_default VALIDATE CONSTRAINT the_bounds;
          -- then, having looked: allow: partition-beside-default: the_default has the check\
          """);
    }
  }

  private static boolean checked(Sight sight, Name table, Name partition) {
    List<String> key =
        sight.known().table(table).map(known -> known.partitionKey).orElse(List.of());
    Optional<KnownTable> known = sight.known().table(partition);
    return known.isPresent()
        && known.get().constraints.values().stream()
            .filter(constraint -> constraint.kind() == Constraint.Kind.CHECK)
            .anyMatch(constraint ->
                !constraint.notValid()
                    && (key.isEmpty() || constraint.columns().contains(key.getFirst())));
  }

  private static void detach(Sight sight, Name table, TableAction.Detach detach) {
    if (detach.concurrently()) {
      return;
    }
    sight.tell(
        Rule.DETACH_PARTITION,
        "ACCESS EXCLUSIVE on %s: reads and writes of all its partitions wait, and behind a long query all wait with it."
            .formatted(table.quoted()),
        "-- in a file of its own\nALTER TABLE %s DETACH PARTITION %s CONCURRENTLY;"
            .formatted(table.quoted(), detach.partition().quoted()));
  }
}
