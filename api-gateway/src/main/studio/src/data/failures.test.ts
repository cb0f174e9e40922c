import { describe, expect, it } from 'vitest'
import { failureOf } from './failures'
import type { Change } from './staged'
import { columnOf, SOMEBODY, tableOf } from './testing'

const table = {
  ...tableOf('t', [columnOf('id', 'int8'), columnOf('email', 'text'), columnOf('n', 'int4'), columnOf('parent', 'int8')], ['id']),
  unique: [{ name: 'one_email', columns: ['email'] }],
  foreignKeys: [{ name: 't_parent_fkey', columns: ['parent'], toSchema: 'public', toTable: 't', toColumns: ['id'], onDelete: 'no action', indexed: true }],
}
const change: Change = { id: 1, owner: SOMEBODY, schema: 'public', table: 't', kind: 'update', key: { id: '1' }, before: {}, after: { email: 'a@x', n: '-4' } }

describe('a refusal is told at the field', () => {
  it.each([
    ['23505', 'duplicate key value violates unique constraint "one_email"', 'Key (email)=(a@x) already exists.', ['email']],
    ['23505', 'doppelter Schlüsselwert verletzt Unique-Constraint »one_email«', 'Schlüssel »(email)=(a@x)« existiert bereits.', ['email']],
    ['23505', 'duplicate key value violates unique constraint "one_email"', null, ['email']],
    ['23503', 'insert or update on table "t" violates foreign key constraint "t_parent_fkey"', null, ['parent']],
    ['23502', 'null value in column "n" of relation "t" violates not-null constraint', 'Failing row contains (1, null).', ['n']],
    ['23514', 'new row for relation "t" violates check constraint "t_n_check"', null, ['n']],
    ['22P02', 'invalid input syntax for type integer: "-4"', null, ['n']],
  ])('%s: %s', (code, message, details, columns) => {
    expect(Object.keys(failureOf({ code, message, details }, table, change).columns)).toEqual(columns)
  })

  it('and as a whole where no field is to blame', () => {
    expect(failureOf({ code: '42501', message: 'permission denied for table t' }, table, change)).toEqual({
      text: 'permission denied for table t',
      columns: {},
    })
  })
})
