package io.twinlane.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.answer.CacheKey;
import io.twinlane.schema.answer.Versions;
import io.twinlane.schema.answer.Versions.Table;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.ReadFrom;
import io.twinlane.schema.message.Result;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StockTest {

  private static final String SQL = "select $1";
  private static final String TABLE = "public.a";

  private final Versions versions = new Versions();
  private final Stock stock = new Stock(versions);

  @Test
  void whatIsStoredIsCountedUntilItIsRemoved() {
    Entry first = stored("1");
    Entry second = stored("2");

    assertThat(stock.of(SQL)).isEqualTo(new Stock.Of(2, Set.of(TABLE)));
    stock.removed(key("1"), first);
    assertThat(stock.of(SQL)).isEqualTo(new Stock.Of(1, Set.of(TABLE)));
    stock.removed(key("2"), second);
    assertThat(stock.of(SQL)).isNull();
  }

  @Test
  void whatAWriteHasEndedIsCountedNoMoreThoughItIsStillStored() {
    Entry first = stored("1");
    stored("2");
    versions.mark(Set.of("public.b"));
    assertThat(stock.of(SQL)).isEqualTo(new Stock.Of(2, Set.of(TABLE)));

    versions.mark(Set.of(TABLE));

    assertThat(stock.of(SQL)).isEqualTo(new Stock.Of(0, Set.of(TABLE)));
    stored("3");
    assertThat(stock.of(SQL)).isEqualTo(new Stock.Of(1, Set.of(TABLE)));
    stock.removed(key("1"), first);
    assertThat(stock.of(SQL)).isEqualTo(new Stock.Of(1, Set.of(TABLE)));
  }

  @Test
  void anAnswerInThePlaceOfAnotherIsOne() {
    Entry first = stored("1");

    stored("1");
    stock.removed(key("1"), first);

    assertThat(stock.of(SQL)).isEqualTo(new Stock.Of(1, Set.of(TABLE)));
  }

  private Entry stored(String parameter) {
    List<Table> tables = versions.tables(List.of(TABLE));
    Done done =
        new Done(List.of(new Result(Buffer.buffer("[]"), 0, null, List.of())))
            .from(new ReadFrom(Set.of(TABLE), false));
    Entry entry = Entry.of(key(parameter), done, tables, versions.now(), 0);
    stock.stored(key(parameter), entry);
    return entry;
  }

  private static CacheKey key(String parameter) {
    return new CacheKey(SQL, List.of(parameter), List.of(), null, Map.of(), "", null);
  }
}
