/** An endpoint as many teams have it: Spring MVC on virtual threads, JDBC and HikariCP. */
package contender;
