package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Sight.Draft;
import io.twinlane.migrator.lint.Sight.Located;
import io.twinlane.migrator.lint.Written.Part;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;

/**
 * Migrations held against the {@link Rule}s.
 *
 * <p>All files are read in order, because what a statement does depends on what was there: a table
 * made in the same file, or in the same release, has no rows and no readers.
 */
public final class Lint {

  private final Known known = new Known();
  private final List<SqlFile> files;
  private final Selection selection;

  private Lint(List<SqlFile> files, Selection selection) {
    this.files = List.copyOf(files);
    this.selection = selection;
  }

  /**
   * Which files are checked; the others only tell what was there.
   *
   * @param names of the files to check; empty for all, or all of the release
   * @param since version of the last file of the release before; empty if each file is one
   */
  public record Selection(Set<String> names, String since) {

    public Selection {
      names = Set.copyOf(names);
    }

    /** Each file. */
    public static Selection all() {
      return new Selection(Set.of(), "");
    }

    /** The files after a version, which are applied together. */
    public static Selection after(String version) {
      return new Selection(Set.of(), version);
    }

    /** Some files by name. */
    public static Selection of(Set<String> names) {
      return new Selection(names, "");
    }

    boolean later(SqlFile file) {
      Matcher name = SchemaFolder.MIGRATION_NAME.matcher(file.name());
      return !since.isEmpty() && name.matches() && name.group(1).compareTo(since) > 0;
    }

    boolean checks(SqlFile file) {
      return names.isEmpty() ? since.isEmpty() || later(file) : names.contains(file.name());
    }
  }

  /** Each file held against the rules. */
  public static List<Finding> check(List<SqlFile> files) {
    return check(files, Selection.all());
  }

  /**
   * Some of the files held against the rules.
   *
   * @param files all of them, in the order in which they are applied
   */
  public static List<Finding> check(List<SqlFile> files, Selection selection) {
    return new Lint(files, selection).findings();
  }

  private record Checked(FileView file, List<Draft> drafts) {}

  private List<Finding> findings() {
    List<Checked> checked = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Checked each = read(i);
      if (selection.checks(files.get(i))) {
        checked.add(each);
      }
    }
    return checked.stream().flatMap(each -> finished(each).stream()).toList();
  }

  private Checked read(int number) {
    known.begin(number, release(number));
    Checked checked = new Checked(new FileView(files.get(number)), new ArrayList<>());
    for (Written written : checked.file().statements()) {
      for (Part part : written.parts()) {
        Sight sight =
            new Sight(known, checked.file(), new Located(written, part), checked.drafts());
        Rules.look(sight);
        known.apply(part.statement());
        called(checked, written, part);
      }
    }
    FileRules.whole(known, checked.file(), checked.drafts());
    return checked;
  }

  /** Number of the first file that is applied together with one. */
  private int release(int number) {
    int first = number;
    while (first > 0 && selection.later(files.get(first - 1))) {
      first--;
    }
    return selection.later(files.get(number)) ? first : number;
  }

  /** Functions that the file calls run now, so what they do counts as done by it. */
  private void called(Checked checked, Written written, Part part) {
    if (!(part.statement() instanceof Statement.Call call)) {
      return;
    }
    for (Name name : call.routines()) {
      for (Part inner :
          known.routine(name).map(each -> body(each, part.line())).orElse(List.of())) {
        Part here = new Part(inner.statement(), part.line(), inner.sql());
        Rules.look(new Sight(known, checked.file(), new Located(written, here), checked.drafts()));
        known.apply(inner.statement());
      }
    }
  }

  private static List<Part> body(Statement.CreateRoutine routine, int line) {
    return switch (routine.language()) {
      case "plpgsql" -> Grammar.readBlock(routine.body(), line);
      case "sql" -> Grammar.readOne(routine.body(), line);
      default -> List.of();
    };
  }

  private List<Finding> finished(Checked checked) {
    FileView file = checked.file();
    EndRules.look(known, file, checked.drafts());
    Predicate<Draft> excused = draft -> file.deferred() && draft.rule().mayBeDeferred();
    return Allows.applied(file, checked.drafts().stream().filter(excused.negate()).toList())
        .stream()
        .map(draft ->
            new Finding(
                draft.rule(),
                new Finding.Position(file.name(), draft.at().part().line()),
                draft.danger(),
                draft.safe()))
        .distinct()
        .sorted(Comparator.comparingInt(finding -> finding.at().line()))
        .toList();
  }
}
