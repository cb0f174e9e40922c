package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Statement.ObjectKind;

/** Which rules look at which statement. */
final class Rules {

  private Rules() {}

  static void look(Sight sight) {
    switch (sight.located().part().statement()) {
      case Statement.CreateTable create -> NewTableRules.look(sight, create);
      case Statement.AlterTable alter ->
          alter.actions().forEach(action -> TableRules.look(sight, alter.table(), action));
      case Statement.CreateIndex index -> IndexRules.look(sight, index);
      case Statement.Reindex reindex -> IndexRules.look(sight, reindex);
      case Statement.Drop drop when drop.kind() == ObjectKind.INDEX -> IndexRules.look(sight, drop);
      case Statement.Drop drop -> DropRules.look(sight, drop);
      case Statement.DropOn drop -> DropRules.look(sight, drop);
      case Statement.Rename rename -> RenameRules.look(sight, rename);
      case Statement.Move move -> RenameRules.look(sight, move);
      case Statement.RenameEnumValue rename -> RenameRules.look(sight, rename);
      case Statement.MoveFiles move ->
          TableRules.tablespace(sight, move.kind(), move.name(), move.tablespace());
      case Statement.Change change -> DataRules.look(sight, change);
      case Statement.Truncate truncate -> DataRules.look(sight, truncate);
      case Statement.LockTable lock -> DataRules.look(sight, lock);
      case Statement.Vacuum vacuum -> DataRules.look(sight, vacuum);
      case Statement.Cluster cluster -> DataRules.look(sight, cluster);
      case Statement.Refresh refresh -> DataRules.look(sight, refresh);
      case Statement.CreateDomain create -> ConstraintRules.look(sight, create);
      case Statement.ConstrainDomain constrain -> ConstraintRules.look(sight, constrain);
      case Statement.CreateTrigger trigger -> DataRules.look(sight, trigger);
      case Statement.CreateRoutine routine -> AccessRules.look(sight, routine);
      case Statement.AlterRoutine routine -> AccessRules.look(sight, routine);
      case Statement.Grant grant -> AccessRules.look(sight, grant);
      case Statement.GrantRole grant -> AccessRules.look(sight, grant);
      case Statement.Revoke revoke -> AccessRules.look(sight, revoke);
      case Statement.Role role -> AccessRules.look(sight, role);
      case Statement.Secret secret -> AccessRules.look(sight, secret);
      case Statement.Setting setting -> FileRules.look(sight, setting);
      case Statement.TransactionControl control -> FileRules.look(sight, control);
      case Statement.Dynamic dynamic -> FileRules.look(sight, dynamic);
      case Statement.Unread unread -> FileRules.look(sight, unread);
      case Statement.Create create -> NameRules.look(sight, create.name());
      case Statement.CreateView create -> AccessRules.look(sight, create);
      case Statement.Restart restart -> DataRules.look(sight, restart);
      case Statement.CreatePolicy policy -> AccessRules.look(sight, policy);
      case Statement.Call call -> DataRules.look(sight, call);
      case Statement.AddEnumValue _, Statement.Other _ -> {}
    }
  }
}
