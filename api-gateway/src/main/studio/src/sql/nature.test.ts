import { describe, expect, it } from 'vitest'
import { destroys, explaining, reads } from './nature'

describe('what is destroyed', () => {
  it.each([
    'delete from users',
    'DELETE FROM users -- where id = 1',
    "update users set name = 'where'",
    'update users set name = (select name from other where id = 1)',
    'with gone as (delete from users returning *) select * from gone where id = 1',
    'explain analyze delete from users',
    'truncate users',
    'drop table users',
    'alter table users drop column name',
    'alter table users drop name',
  ])('is told of %s', (sql) => {
    expect(destroys(sql)).not.toBeNull()
  })

  it.each([
    'delete from users where id = 1',
    'update users set name = $1 where id = $2',
    'select * from users for update',
    "insert into users values (1) on conflict (id) do update set name = 'x'",
    'with gone as (delete from users where id = 1 returning *) select * from gone',
    'alter table users alter name drop not null',
    'create trigger t after update on users execute function f()',
    "select 'delete from users'",
    'select 1',
  ])('is nothing in %s', (sql) => {
    expect(destroys(sql)).toBeNull()
  })
})

describe('reads', () => {
  it.each([
    'select 1',
    '(select 1) union select 2',
    'with a as (select 1) select * from a',
    'values (1)',
    '-- x\ntable users',
  ])('are %s', (sql) => {
    expect(reads(sql)).toBe(true)
    expect(explaining(sql)).toContain('ANALYZE')
  })

  it.each([
    'insert into a values (1)',
    'with a as (insert into b values (1) returning *) select * from a',
    'select * from a for no key update',
    'select 1 into a',
    'vacuum',
  ])('are not %s', (sql) => {
    expect(reads(sql)).toBe(false)
    expect(explaining(sql)).not.toContain('ANALYZE')
  })
})
