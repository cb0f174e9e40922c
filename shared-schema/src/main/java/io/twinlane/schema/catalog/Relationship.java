package io.twinlane.schema.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way from the rows of one relation to those of another, as a foreign key makes it.
 *
 * @param schema of the relation where the way begins, as is {@code table}
 * @param foreignSchema of the relation where it leads, as is {@code foreignTable}
 * @param constraint the name of the foreign key; of the junction's first one where there is one
 * @param columns of the relation where it begins, in the order of the foreign ones
 * @param foreignColumns what they are compared with: of the other relation, or of the junction
 * @param junction what stands in between; null where nothing does
 * @param foreignView whether it leads to a view, which has no constraints of its own
 */
public record Relationship(
    String schema,
    String table,
    String foreignSchema,
    String foreignTable,
    Cardinality cardinality,
    String constraint,
    List<String> columns,
    List<String> foreignColumns,
    @Nullable Junction junction,
    boolean foreignView) {

  public Relationship {
    columns = List.copyOf(columns);
    foreignColumns = List.copyOf(foreignColumns);
  }

  /** How many rows of the one belong to how many of the other. */
  public enum Cardinality {
    MANY_TO_ONE,
    ONE_TO_MANY,
    /** The foreign key is unique, and the relation where the way begins has it. */
    ONE_TO_ONE,
    /** The foreign key is unique, and the relation where the way leads has it. */
    ONE_FROM_ONE,
    MANY_TO_MANY;

    /** Whether at most one row is at the other end. */
    public boolean one() {
      return this != ONE_TO_MANY && this != MANY_TO_MANY;
    }

    /** Whether the relation where the way begins has the foreign key. */
    public boolean owns() {
      return this == MANY_TO_ONE || this == ONE_TO_ONE;
    }
  }

  /**
   * A relation whose rows say which rows of two others belong together.
   *
   * @param constraint the name of the foreign key to the other end
   * @param columns its columns that lead to the other end
   * @param foreignColumns those at the other end
   */
  public record Junction(
      String schema,
      String table,
      String constraint,
      List<String> columns,
      List<String> foreignColumns) {

    public Junction {
      columns = List.copyOf(columns);
      foreignColumns = List.copyOf(foreignColumns);
    }
  }

  /** Whether it leads back to the relation where it begins. */
  public boolean toItself() {
    return schema.equals(foreignSchema) && table.equals(foreignTable);
  }
}
