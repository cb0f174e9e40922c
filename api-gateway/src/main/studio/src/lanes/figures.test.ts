import { expect, it } from 'vitest'
import { bytes, figure, millis, percent, shortInstance } from './figures'

it.each([
  [0, '0'],
  [3.14, '3.1'],
  [42.7, '43'],
  [12_345, '12,345'],
  [1_234_567, '1.2M'],
])('writes %d as %s', (value, text) => {
  expect(figure(value)).toBe(text)
})

it('never calls nearly all all', () => {
  expect(percent(0.9996)).toBe('99.9\u00a0%')
  expect(percent(1)).toBe('100\u00a0%')
  expect(percent(0.031)).toBe('3.1\u00a0%')
})

it('writes sizes and times in the unit that fits', () => {
  expect(bytes(512)).toBe('512\u00a0bytes')
  expect(bytes(67_108_864)).toBe('64\u00a0MiB')
  expect(millis(0.123)).toBe('0.12\u00a0ms')
  expect(millis(1500)).toBe('1.5\u00a0s')
})

it('shortens an instance that is called by a UUID, and no other name', () => {
  expect(shortInstance('0d9c6f0e-2f5b-4c3a-9a51-6f0c6f1f7a10')).toBe('0d9c6f0e')
  expect(shortInstance('query-service-0')).toBe('query-service-0')
})
