package io.twinlane.gateway.rest;

import java.util.Optional;

/**
 * What a transaction's settings depend on, besides who asks.
 *
 * @param schema where names are looked for
 * @param timezone of times in the answer, if the client wants another than the lanes'
 * @param teamsCode whether functions or triggers run that may look at the request
 */
record Scope(String schema, Optional<String> timezone, boolean teamsCode) {

  static Scope of(PlanMemo.Planned planned) {
    RestRequest request = planned.request();
    return new Scope(
        request.schema(), request.terms().preferences().timezone(), planned.teamsCode());
  }
}
