package io.twinlane.schema.message;

/**
 * What a client calls a write, so that sending it again does not do it again
 * (draft-ietf-httpapi-idempotency-key-header).
 *
 * @param owner who sent it; two owners may use the same key
 * @param key the client's word for the write
 * @param fingerprint what the write was, so that a key that is used for two writes is noticed
 */
public record IdempotencyKey(String owner, String key, String fingerprint) {}
