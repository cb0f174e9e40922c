package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Plan.Node;
import java.util.List;

/**
 * Renders rows of which PostgreSQL makes one text each, a line or an object. Pure.
 *
 * @param keys what is asked for beside the text of a row, to know its place in the order
 */
record RowTexts(Accept accept, List<Plan.Sort> keys) {

  /** The columns and what stands behind them; the texts are made once the page's rows are known. */
  void columns(SqlText sql, Node node) {
    sql.add(text());
    if (keys.isEmpty()) {
      sql.add(" from (");
      NodeRenderer.query(sql, node);
    } else {
      placed(sql, node);
    }
    sql.add(") as _g");
  }

  private String text() {
    return accept.csv()
        ? "substr(_g::text, 2, length(_g::text) - 2)"
        : accept.lines() ? "row_to_json(_g)::text" : "json_strip_nulls(row_to_json(_g))::text";
  }

  /** The place of a row is no part of its text. */
  private void placed(SqlText sql, Node node) {
    for (int i = 0; i < keys.size(); i++) {
      sql.add(", _p.k" + i);
    }
    sql.add(" from (select ");
    NodeRenderer.outputs(sql, node, "o");
    for (int i = 0; i < keys.size(); i++) {
      sql.add(", (").expression(keys.get(i).expression()).add(")::text as k" + i);
    }
    NodeRenderer.page(sql, node);
    sql.add(") as _p, lateral (select ");
    for (int i = 0; i < node.outputs().size(); i++) {
      sql.add(i == 0 ? "_p.o" : ", _p.o").add(i + " as ");
      sql.add(Identifier.quoted(node.outputs().get(i).name()));
    }
  }
}
