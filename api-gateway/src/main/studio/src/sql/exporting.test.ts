import { expect, it } from 'vitest'
import { csv, json } from './exporting'

const ANSWER = {
  fields: [
    { name: 'id', dataTypeID: 23 },
    { name: 'big', dataTypeID: 20 },
    { name: 'id', dataTypeID: 25 },
    { name: 'ok', dataTypeID: 16 },
    { name: 'doc', dataTypeID: 3802 },
  ],
  rows: [
    ['1', '9007199254740993', 'a "b", c', 't', '{"a": 1}'],
    [null, null, '', 'f', null],
  ],
}

it('keeps NULL and empty text apart in CSV', () => {
  expect(csv(ANSWER)).toBe('id,big,id,ok,doc\r\n1,9007199254740993,"a ""b"", c",t,"{""a"": 1}"\r\n,,"",f,\r\n')
})

it('keeps every digit and every column in JSON', () => {
  const rows = JSON.parse(json(ANSWER)) as unknown[]
  expect(rows).toEqual([
    { id: 1, big: '9007199254740993', id_2: 'a "b", c', ok: true, doc: { a: 1 } },
    { id: null, big: null, id_2: '', ok: false, doc: null },
  ])
  expect(json({ fields: [], rows: [] })).toBe('[]\n')
})
