package io.twinlane.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The map of the modules, as rules: docs/architecture.md draws it. */
class ArchitectureTest {

  private static final String[] DRIVERS = {
    "io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..", "javax.sql..", "org.postgresql.."
  };

  private static JavaClasses suite;

  @BeforeAll
  static void read() {
    suite =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.twinlane");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "io.twinlane.schema..   | io.twinlane.postgres..,io.twinlane.gateway..,io.twinlane.query..,io.twinlane.write..,io.twinlane.migrator..,io.twinlane.standalone..",
        "io.twinlane.postgres.. | io.twinlane.gateway..,io.twinlane.query..,io.twinlane.write..,io.twinlane.migrator..,io.twinlane.standalone..",
        "io.twinlane.gateway..  | io.twinlane.postgres..,io.twinlane.query..,io.twinlane.write..,io.twinlane.migrator..,io.twinlane.standalone..",
        "io.twinlane.query..    | io.twinlane.gateway..,io.twinlane.write..,io.twinlane.migrator..,io.twinlane.standalone..",
        "io.twinlane.write..    | io.twinlane.gateway..,io.twinlane.query..,io.twinlane.migrator..,io.twinlane.standalone..",
        "io.twinlane.migrator.. | io.twinlane.postgres..,io.twinlane.gateway..,io.twinlane.query..,io.twinlane.write..,io.twinlane.standalone.."
      })
  void importsFollowTheMap(String from, String never) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(never.split(","))
        .check(suite);
  }

  @Test
  void packagesHaveNoCircles() {
    slices().matching("io.twinlane.(**)").should().beFreeOfCycles().check(suite);
  }

  @Test
  void theGatewayHasNoSqlDriver() {
    noClasses()
        .that()
        .resideInAPackage("io.twinlane.gateway..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(DRIVERS)
        .check(suite);
  }

  @Test
  void messagesKnowNobody() {
    noClasses()
        .that()
        .resideInAPackage("io.twinlane.schema.message")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.twinlane..")
                .and(
                    not(
                        resideInAnyPackage(
                            "io.twinlane.schema.message", "io.twinlane.schema.catalog"))))
        .check(suite);
  }

  @Test
  void theMigratorIsPlainBlockingJava() {
    noClasses()
        .that()
        .resideInAPackage("io.twinlane.migrator..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx..")
        .check(suite);
  }

  @Test
  void onlyAnswersKnowAStatusCode() {
    noClasses()
        .that()
        .haveNameNotMatching(
            "io\\.twinlane\\.(gateway\\.rest\\.RestHandler|gateway\\.sql\\.SqlHandler|gateway\\.health\\.ApiRoutes|gateway\\.studio\\.StudioAnswer|schema\\.service\\.(Health|CacheRoutes))(\\$.*)?")
        .should()
        .callMethod(HttpServerResponse.class, "setStatusCode", int.class)
        .check(suite);
  }

  /** Of a future without a context it ends on a thread of Netty's. */
  @Test
  void nobodyWaitsOnAnotherThreadThanItsOwn() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.twinlane.schema.service.InTime")
        .should()
        .callMethod(Future.class, "timeout", long.class, TimeUnit.class)
        .check(suite);
  }

  @Test
  void nobodyAwaitsOnAnEventLoop() {
    noClasses().should().callMethod(Future.class, "await").check(suite);
  }
}
