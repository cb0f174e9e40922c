package io.twinlane.gateway.rest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The comparisons that a filter may ask for, by the word a client writes. */
enum Operator {
  EQ("eq", "=", Operand.SAME_TYPE),
  NEQ("neq", "<>", Operand.SAME_TYPE),
  GT("gt", ">", Operand.SAME_TYPE),
  GTE("gte", ">=", Operand.SAME_TYPE),
  LT("lt", "<", Operand.SAME_TYPE),
  LTE("lte", "<=", Operand.SAME_TYPE),
  LIKE("like", "like", Operand.PATTERN),
  ILIKE("ilike", "ilike", Operand.PATTERN),
  MATCH("match", "~", Operand.TEXT),
  IMATCH("imatch", "~*", Operand.TEXT),
  IN("in", "= any", Operand.LIST),
  IS("is", "is", Operand.WORD),
  ISDISTINCT("isdistinct", "is distinct from", Operand.SAME_TYPE),
  CS("cs", "@>", Operand.SAME_TYPE),
  CD("cd", "<@", Operand.SAME_TYPE),
  OV("ov", "&&", Operand.SAME_TYPE),
  SL("sl", "<<", Operand.SAME_TYPE),
  SR("sr", ">>", Operand.SAME_TYPE),
  NXR("nxr", "&<", Operand.SAME_TYPE),
  NXL("nxl", "&>", Operand.SAME_TYPE),
  ADJ("adj", "-|-", Operand.SAME_TYPE),
  FTS("fts", "to_tsquery", Operand.SEARCH),
  PLFTS("plfts", "plainto_tsquery", Operand.SEARCH),
  PHFTS("phfts", "phraseto_tsquery", Operand.SEARCH),
  WFTS("wfts", "websearch_to_tsquery", Operand.SEARCH);

  private static final Map<String, Operator> BY_WORD = new HashMap<>();

  static {
    for (Operator operator : values()) {
      BY_WORD.put(operator.word, operator);
    }
  }

  private final String word;
  private final String sql;
  private final Operand operand;

  Operator(String word, String sql, Operand operand) {
    this.word = word;
    this.sql = sql;
    this.operand = operand;
  }

  /** What stands on the right of an operator. */
  enum Operand {
    /** A value of the column's type. */
    SAME_TYPE,
    /** Text. */
    TEXT,
    /** Text in which an asterisk stands for any characters. */
    PATTERN,
    /** Several values of the column's type. */
    LIST,
    /** A word of SQL: null, true and the like. */
    WORD,
    /** Words to search for in a text, which the operator's function reads. */
    SEARCH
  }

  static Optional<Operator> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  /** Whether it may hold for any, or for all, of several values. */
  boolean quantifiable() {
    return switch (this) {
      case EQ, GT, GTE, LT, LTE, LIKE, ILIKE, MATCH, IMATCH -> true;
      case NEQ, IN, IS, ISDISTINCT, CS, CD, OV, SL, SR, NXR, NXL, ADJ, FTS, PLFTS, PHFTS, WFTS ->
          false;
    };
  }

  String sql() {
    return sql;
  }

  Operand operand() {
    return operand;
  }
}
