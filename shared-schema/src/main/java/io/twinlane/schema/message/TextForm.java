package io.twinlane.schema.message;

/**
 * The form in which a statement of SQL over HTTP is answered: an object of its columns, its rows
 * and its command, made of PostgreSQL's own text.
 *
 * @param raw whether every value is a JSON string of PostgreSQL's text; otherwise booleans, small
 *     numbers, JSON and arrays are JSON values
 * @param arrays whether a row is an array; otherwise it is an object
 */
public record TextForm(boolean raw, boolean arrays) {}
