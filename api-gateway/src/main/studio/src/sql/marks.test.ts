import { expect, it } from 'vitest'
import { wordAt } from './marks'

it('finds the word that PostgreSQL means, whatever stands before it', () => {
  const text = "select 1;\nselect '😀', nme from users"
  const { from, to } = wordAt(text, 10, 13)
  expect(text.slice(from, to)).toBe('nme')
})

it('stays within the text', () => {
  expect(wordAt('select', 0, 99)).toEqual({ from: 5, to: 6 })
  expect(wordAt('', 0, 1)).toEqual({ from: 0, to: 0 })
})
