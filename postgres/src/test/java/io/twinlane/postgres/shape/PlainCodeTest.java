package io.twinlane.postgres.shape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainCodeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "begin new.updated_at := now(); return new; end",
        "begin if new is distinct from old then new.at = clock_timestamp(); end if; return new; end",
        "BEGIN\n  -- insert into what? don't ask\n  NEW.name := lower(trim(NEW.name)); RETURN NEW; END",
        "declare n int := 1; begin new.text := 'insert into x; it''s only text'; return new; end",
        "begin if new.price < 0 then raise exception 'select %', new.price; end if; return new; end",
        "begin for i in 0..15 loop x := x || substr(y, i, 1); end loop; return x; end"
      })
  void whatOnlyComputesIsPlain(String source) {
    assertThat(PlainCode.isPlain(source)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "begin insert into audit values (1); return new; end",
        "begin perform tell(); return new; end",
        "begin new.n := (select count(*) from t); return new; end",
        "begin new.n := adds(1); return new; end",
        "begin new.n := other.adds (1); return new; end",
        "begin new.n := adds /* x */ (1); return new; end",
        "begin new.n := adds -- x\n (1); return new; end",
        "begin new.n := \"adds\"(1); return new; end",
        "begin new.n := (new).adds; return new; end",
        "begin new.n := лог(1); return new; end",
        "begin new.n := addé(1); return new; end",
        "begin x := E'it\\'s'; insert into audit values (1); y := 'z'; return new; end",
        "begin x := $q$it's$q$; insert into audit values (1); y := 'z'; return new; end",
        "begin /* a /* b */ don't */ insert into audit values (1); y := 'z'; return new; end",
        "begin execute 'insert into audit values (1)'; return new; end",
        "begin if exists (table audit) then return new; end if; end"
      })
  void whatMayDoMoreIsNot(String source) {
    assertThat(PlainCode.isPlain(source)).isFalse();
  }
}
