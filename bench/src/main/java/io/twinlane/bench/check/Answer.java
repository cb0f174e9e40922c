package io.twinlane.bench.check;

import io.vertx.core.MultiMap;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** How a request ended. */
sealed interface Answer {

  /** In few words, so that equal ends can be counted together. */
  String label();

  /** It was answered in full. */
  record Came(int status, MultiMap headers, String body) implements Answer {

    boolean good() {
      return status >= 200 && status < 300;
    }

    /** Whether it says that a write may have happened: 503 TWL002 of REST, 08007 of SQL. */
    boolean saysUnknown() {
      return body.contains("\"TWL002\"") || body.contains("\"08007\"");
    }

    @Override
    public String label() {
      return good() ? Integer.toString(status) : (status + " " + code()).strip();
    }

    private String code() {
      try {
        return new JsonObject(body).getString("code", "");
      } catch (DecodeException | ClassCastException e) {
        return ""; // somebody else's answer, such as a proxy's
      }
    }
  }

  /** There was no connection to send it on. */
  record NotSent(String cause) implements Answer {

    @Override
    public String label() {
      return "not sent: " + cause;
    }
  }

  /** It was sent, and no whole answer came. */
  record Lost(String cause) implements Answer {

    @Override
    public String label() {
      return "lost: " + cause;
    }
  }
}
