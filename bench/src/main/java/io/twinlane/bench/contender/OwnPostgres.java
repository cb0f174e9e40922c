package io.twinlane.bench.contender;

import io.twinlane.standalone.EmbeddedDatabase;
import java.nio.file.Path;

/** A fresh PostgreSQL for one run, which ends with this JVM at the latest. */
public final class OwnPostgres {

  private OwnPostgres() {}

  /** Starts it with its data in a folder. */
  public static EmbeddedDatabase start(Path folder) {
    EmbeddedDatabase database = EmbeddedDatabase.start(folder, true);
    Runtime.getRuntime().addShutdownHook(new Thread(database.process()::destroy));
    return database;
  }
}
