package io.twinlane.gateway.rest;

import java.util.Optional;

/** One entry of {@code select}. */
sealed interface SelectItem {

  /** Every column of the relation. */
  record All() implements SelectItem {}

  /** One column, under its own name or another, cast or not. */
  record One(Field field, Optional<String> alias, Optional<String> cast) implements SelectItem {

    String nameInAnswer() {
      return alias.orElseGet(field::nameInAnswer);
    }
  }
}
