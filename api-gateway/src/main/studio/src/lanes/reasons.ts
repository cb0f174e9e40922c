/** Why an answer is not cached, by the word that Cache-Status has for it, in a sentence for a person. */
const REASONS: Record<string, string> = {
  disabled: 'The cache is off: CACHE_ENABLED is not true.',
  'no-cache': 'The request asked for the DIRECT lane by Cache-Control.',
  'not-yet': 'What it reads was not known in time. The next one may be kept.',
  volatile: 'Another run may give something else, as with now() or random(), or it holds a date that moves.',
  'unknown-reads':
    'It calls a function that is not IMMUTABLE and not in SQL, so that nobody knows which tables it reads.',
  'replica-behind': 'The replica had not replayed what the read must show, so the DIRECT lane read it.',
  transaction: 'It is more than one statement, such as a read with count=planned.',
  locking: 'It takes row locks, as with FOR UPDATE.',
  writes: 'It tries to write, which only the DIRECT lane may.',
  system: 'It reads system catalogs, sequences or foreign tables, which change without a write of ours.',
  temporary: 'It reads a temporary table.',
  oversized: 'The answer weighs more than CACHE_MAX_ENTRY_BYTES.',
  written: 'A table that it reads was written while it was read.',
  overtaken: 'Another read of the same was answered meanwhile.',
  error: 'PostgreSQL refused it.',
}

export function reason(word: string): string {
  return REASONS[word] ?? 'For a reason that this page does not know.'
}
