package io.twinlane.schema.message;

import java.util.Set;

/**
 * What an answer depends on, for whoever would keep a copy of it.
 *
 * @param tables all that it was read from, by the names under which writes are announced: {@link
 *     TablesChanged#names}
 * @param settings whether settings of the transaction, such as a token's claims, may change it
 */
public record ReadFrom(Set<String> tables, boolean settings) {

  public ReadFrom {
    tables = Set.copyOf(tables);
  }
}
