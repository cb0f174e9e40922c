package io.twinlane.schema.settings;

/** A value that must not be shown: it prints as {@code ***} wherever text is made of it. */
public record Secret(String value) {

  @Override
  public String toString() {
    return "***";
  }
}
