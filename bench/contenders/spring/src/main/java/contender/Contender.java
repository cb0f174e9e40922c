package contender;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The same statements as everybody's. */
@SpringBootApplication
@RestController
public class Contender {

  private final JdbcClient database;

  Contender(JdbcClient database) {
    this.database = database;
  }

  public static void main(String[] arguments) {
    SpringApplication.run(Contender.class, arguments);
  }

  record One(int id, BigDecimal total) {}

  record Purchase(int id, BigDecimal total, OffsetDateTime placed) {}

  @GetMapping("/rows/one")
  List<One> one(@RequestParam("id") int id) {
    return database
        .sql("select id, total from purchases where id = ?")
        .param(id)
        .query((row, number) -> new One(row.getInt(1), row.getBigDecimal(2)))
        .list();
  }

  @GetMapping("/rows/twenty")
  List<Purchase> twenty(@RequestParam("id") int id) {
    return purchases(id, 20);
  }

  @GetMapping("/rows/thousand")
  List<Purchase> thousand(@RequestParam("id") int id) {
    return purchases(id, 1_000);
  }

  private List<Purchase> purchases(int id, int rows) {
    return database
        .sql("select id, total, placed from purchases where id > ? order by id limit " + rows)
        .param(id)
        .query((row, number) ->
            new Purchase(
                row.getInt(1), row.getBigDecimal(2), row.getObject(3, OffsetDateTime.class)))
        .list();
  }

  @PostMapping("/insert")
  @ResponseStatus(HttpStatus.CREATED)
  void insert(@RequestParam("id") int id) {
    database.sql("insert into sold (customer_id, total) values (?, 5.5)").param(id).update();
  }

  @GetMapping("/health/ready")
  String ready() {
    return "";
  }
}
