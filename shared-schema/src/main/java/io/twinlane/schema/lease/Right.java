package io.twinlane.schema.lease;

/**
 * The right to give what is remembered. Whoever has it has been told of every write that was
 * acknowledged. Asked before each use, in the same turn of the event loop.
 */
public interface Right {

  /** In one JVM: whoever writes tells whoever remembers, and neither can lose the other. */
  Right ALWAYS = () -> true;

  /** Whether it is held now, by the clock that never goes back. */
  boolean held();
}
