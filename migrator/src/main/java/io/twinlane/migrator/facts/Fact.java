package io.twinlane.migrator.facts;

/**
 * One thing that a catalog says.
 *
 * @param kind such as {@code column type}
 * @param identity what it is said of, such as {@code public.orders.total}, quoted where needed
 * @param value what is compared; never a secret
 * @param mend the statement that makes it so where it is missing or different; empty if none can be
 *     said
 * @param remove the statement that takes it away; empty if none can be said
 */
public record Fact(String kind, String identity, String value, String mend, String remove) {}
