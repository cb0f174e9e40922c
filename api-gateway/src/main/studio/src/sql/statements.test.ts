import { describe, expect, it } from 'vitest'
import { statementAt, statements } from './statements'

const texts = (sql: string) => statements(sql).map((statement) => statement.text)

describe('statements', () => {
  it('are told apart by semicolons', () => {
    expect(texts('select 1; select 2 ;\n\n select 3')).toEqual(['select 1', 'select 2', 'select 3'])
  })

  it('keep semicolons in strings, names and comments', () => {
    expect(texts(`select ';', 'it''s;', ";" -- ; here\n, /* ; /* ; */ ; */ 1; select 2`)).toHaveLength(2)
  })

  it('keep what a backslash escapes in E strings, and only there', () => {
    expect(texts(`select E'\\';'; select 2`)).toEqual([`select E'\\';'`, 'select 2'])
    expect(texts(`select '\\'; select 2`)).toEqual([`select '\\'`, 'select 2'])
  })

  it('keep bodies in dollars, whatever dollars are in them', () => {
    expect(texts('do $a$ begin; perform $$;$$; end $a$; select $1; select a$b$c;')).toEqual([
      'do $a$ begin; perform $$;$$; end $a$',
      'select $1',
      'select a$b$c',
    ])
  })

  it('keep the body of a function in standard SQL', () => {
    const made = 'create function f() returns int begin atomic select case when true then 1 end; select 2; end'
    expect(texts(`${made}; select 1`)).toEqual([made, 'select 1'])
  })

  it('are not made of comments alone', () => {
    expect(texts('-- nothing\n; /* nothing */ ;')).toEqual([])
  })

  it('may be left open', () => {
    expect(texts("select 'open; select 2")).toEqual(["select 'open; select 2"])
    expect(texts('select $$open; select 2')).toEqual(['select $$open; select 2'])
    expect(texts('select 1 /* open; select 2')).toEqual(['select 1'])
  })
})

describe('the statement under the cursor', () => {
  const sql = 'select 1;\nselect\n 2;\n\nselect 3'
  it.each([
    [0, 'select 1'],
    [9, 'select 1'],
    [10, 'select\n 2'],
    [18, 'select\n 2'],
    [21, 'select 3'],
    [sql.length, 'select 3'],
  ])('at %i', (position, text) => {
    expect(statementAt(sql, position)?.text).toBe(text)
  })

  it('is the last one past the end, and none in nothing', () => {
    expect(statementAt('select 1;\n\n', 11)?.text).toBe('select 1')
    expect(statementAt('  -- nothing', 3)).toBeNull()
  })
})
