// Values of every type, to PostgreSQL and back, with Neon's serverless driver.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as latest from '@neondatabase/serverless'
import * as older from 'neon-0-10'
import { build, connectionString, endpoint } from './sql.js'

const day = new Date(2024, 1, 29)
const instant = new Date('2024-02-29T12:34:56.789Z')
const text = `'single' "double" \\back\\ {curly} é 漢字 🦄 \t\n\r %$1`
const id = '6f1d0d7c-9a53-4b9f-8d2e-3f0f6c1b2a90'
const bytes = Buffer.from([0, 1, 39, 92, 255])

// column, type, what the application gives, what it gets if that is something else
const values = [
  ['small', 'int2', -32768],
  ['whole', 'int4', 2147483647],
  ['big', 'int8', 9007199254740993n, '9007199254740993'],
  ['least', 'int8', '-9223372036854775808'],
  ['scaled', 'numeric(20,4)', '12345678901234.5', '12345678901234.5000'],
  ['exact', 'numeric', '0.10000000000000000000000000000000000001'],
  ['not_a_number', 'numeric', 'NaN'],
  ['single', 'float4', 0.1],
  ['double', 'float8', 0.30000000000000004],
  ['infinite', 'float8', Infinity],
  ['yes', 'bool', true],
  ['no', 'bool', false],
  ['words', 'text', text],
  ['blank', 'text', ''],
  ['short', 'varchar(5)', 'naïve'],
  ['padded', 'char(4)', 'ab', 'ab  '],
  ['object', 'jsonb', { b: [1, 2.5, null, true, text], a: {} }],
  ['list', 'jsonb', '[1,"2",null]', [1, '2', null]],
  ['json_null', 'jsonb', 'null', null],
  ['kept', 'json', { b: 1, a: [text] }],
  ['key', 'uuid', id],
  ['bytes', 'bytea', bytes],
  ['no_bytes', 'bytea', Buffer.alloc(0)],
  ['whole_list', 'int4[]', [1, null, -3]],
  ['big_list', 'int8[]', ['9007199254740993', null]],
  ['word_list', 'text[]', ['', 'null', 'NULL', null, 'a,b', text]],
  ['yes_list', 'bool[]', [true, false, null]],
  ['grid', 'int4[]', [[1, 2], [3, 4]]],
  ['empty_list', 'text[]', []],
  ['key_list', 'uuid[]', [id]],
  ['object_list', 'jsonb[]', '{"{\\"k\\": [1, 2]}","null"}', [{ k: [1, 2] }, null]],
  ['instant', 'timestamptz', instant],
  ['civil', 'timestamp', '2024-02-29 12:34:56.789', new Date(2024, 1, 29, 12, 34, 56, 789)],
  ['forever', 'timestamptz', 'infinity', Infinity],
  ['day', 'date', '2024-02-29', day],
  ['hour', 'time', '23:59:59.999999'],
  ['span', 'interval', '1 year 2 months 3 days 04:05:06.007'],
  ['mood', 'MOOD', 'très gai'],
  ['moods', 'MOOD[]', '{sad,"très gai"}'],
  ['pair', 'PAIR', '(1,"a ""b"", c")'],
  ['place', 'point', '(1.5,-2)', { x: 1.5, y: -2 }],
  ['range', 'int4range', '[1,5)'],
  ['address', 'inet', '192.168.0.1/24'],
  ['flags', 'bit(3)', '101'],
  ['nothing', 'int4', null],
]

// PostgreSQL's own text of these must arrive letter by letter
const texts = [
  'true', '1::int2', '(-1)::int8', '1e300::float8', "'-0'::float8", "'NaN'::float4", '1.50::numeric(5,2)', "'12.34'::money",
  "'a'::\"char\"", "'x'::name", "'ab'::char(4)", "''::text", "E'\\\\x00ff'::bytea", "' { \"b\" : 1, \"b\" : 2 } '::json",
  "'{\"b\": 1.00, \"a\": 12345678901234567890}'::jsonb", "'$.a[*] ? (@ > 1)'::jsonpath",
  "'0001-01-01 BC'::date", "'infinity'::date", "'2024-07-01 12:00:00.123456+02'::timestamptz", "'10000-01-01'::timestamp",
  "'24:00'::time", "'04:05:06-08'::timetz", "'-1 year 2 days -3:04'::interval", "'{1,NULL,3}'::int[]",
  "'[2:3]={a,\"b c\"}'::text[]", "'{{1,2},{3,4}}'::int[]", "array['a\"b', '\\', 'null', '', null]", 'array[]::int[]',
  "'[1,5)'::int4range", "'{[1,2),[5,6)}'::int4multirange", "'empty'::tstzrange", "'(1,2)'::point", "'<(0,0),1>'::circle",
  "'((0,0),(1,1))'::path", "'10.0.0.0/8'::cidr", "'::1'::inet", "'08:00:2b:01:02:03'::macaddr", "B'101'", "'101'::varbit",
  "'fat & (rat | cat)'::tsquery", "'a:1 b:2'::tsvector", "'pg_class'::regclass", "'16/B374D848'::pg_lsn",
  "row(1, 'a b', null, '')", "(1, row('x', true))", 'null::text', "'5'::xid", "4294967295::oid", 'repeat(chr(1) || chr(31), 2)',
  "U&'\\+01F984\\0085\\2028\\FEFF'", 'void_one()',
]

for (const [version, driver] of [['1.2.0', latest], ['0.10.4', older]]) {
  driver.neonConfig.fetchEndpoint = endpoint
  const schema = `types_${version.replaceAll('.', '_')}`
  const sql = driver.neon(connectionString)
  const ask = sql.query ?? sql
  const typed = (type) => type.replace(/MOOD|PAIR/, (word) => `${schema}.${word}`)

  test(`driver ${version}`, async (t) => {
    await build(sql, schema, [
      `create type ${schema}.mood as enum ('sad', 'très gai')`,
      `create type ${schema}.pair as (number int, word text)`,
      `create table ${schema}.all_types (${values.map(([name, type]) => `${name} ${typed(type)}`).join(', ')})`,
      `create function ${schema}.void_one() returns void language sql as ''`,
    ])

    await t.test('values of every type come back', async () => {
      const given = values.map(([, , value]) => (typeof value === 'bigint' ? String(value) : value))
      const places = given.map((_, i) => `$${i + 1}`)
      const [back] = await ask(`insert into ${schema}.all_types values (${places.join(', ')}) returning *`, given)
      const [read] = await ask(`select * from ${schema}.all_types`)
      assert.deepEqual(read, back)
      for (const [name, type, value, expected = value] of values) {
        if (type === 'interval') {
          assert.equal(read[name].toPostgres(), '6.007 seconds 5 minutes 4 hours 3 days 2 months 1 years')
        } else {
          assert.deepEqual(read[name], expected, `${name} ${type}`)
        }
      }
    })

    await t.test('they are what PostgreSQL has', async () => {
      for (const [name, type] of values) {
        const [found] = await ask(`select pg_typeof(${name})::oid::int as oid from ${schema}.all_types`)
        const { fields } = await ask(`select ${name} from ${schema}.all_types`, [], { fullResults: true })
        assert.equal(fields[0].dataTypeID, found.oid, type)
      }
    })

    await t.test('the text of every type is PostgreSQL\'s own', async () => {
      const types = { getTypeParser: () => (value) => value }
      for (const expression of texts) {
        const value = expression === 'void_one()' ? `${schema}.void_one()` : expression
        const asked = `select v, case when v is distinct from null then format('%s', v) end as t from (select ${value} as v) x`
        const [[v, formatted]] = await ask(asked, [], { types, arrayMode: true })
        assert.equal(v, formatted, expression)
      }
    })

    await t.test('times are in UTC', async () => {
      const types = { getTypeParser: () => (value) => value }
      const [row] = await ask(`select '2024-07-01 12:00+02'::timestamptz as instant, '\\x0a'::bytea as bytes,
        '1 day 2:03'::interval as span, '2024-07-01'::date as day`, [], { types })
      assert.deepEqual(row, {
        instant: '2024-07-01 10:00:00+00', bytes: '\\x0a', span: '1 day 02:03:00', day: '2024-07-01',
      })
    })

    await t.test('a parameter has the type that the statement gives it', async () => {
      const [row] = await ask('select $1 as word, $2 * 2 as number, $3::date - 1 as day, $4::bool as yes', [
        42, 21, '2024-03-01', 'on',
      ])
      assert.deepEqual(row, { word: '42', number: 42, day, yes: true })
      assert.deepEqual(await ask('select coalesce($1, $2, 7) as n', [null, null]), [{ n: 7 }])
    })
  })
}
