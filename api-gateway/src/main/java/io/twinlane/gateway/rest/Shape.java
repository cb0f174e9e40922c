package io.twinlane.gateway.rest;

/**
 * How the rows of an answer are written.
 *
 * @param zoned whether times are told in a time zone of the client's
 */
record Shape(Accept accept, boolean zoned) {

  static Shape of(RestRequest request) {
    return new Shape(
        request.terms().accept(), request.terms().preferences().timezone().isPresent());
  }
}
