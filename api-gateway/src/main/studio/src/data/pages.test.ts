import { expect, it, vi } from 'vitest'
import { PAGE_ROWS, Pages, type Answer } from './pages'

const page = (offset: number): Answer => ({
  rows: Array.from({ length: PAGE_ROWS }, (_, at) => ({ id: String(offset + at) })),
  cacheStatus: null,
  age: null,
})

it('reads the pages in view, and each once', async () => {
  const asked: number[] = []
  const pages = new Pages(
    async (offset) => (asked.push(offset), page(offset)),
    () => {},
    () => {},
  )
  pages.want(150, 250)
  await vi.waitFor(() => expect(pages.row(PAGE_ROWS)?.id).toBe(String(PAGE_ROWS)))
  pages.want(150, 250)
  pages.want(900_000, 900_030)
  await vi.waitFor(() => expect(pages.row(900_010)?.id).toBe('900010'))
  expect(asked).toEqual([0, 200, 900_000])
  expect(pages.row(5_000)).toBeUndefined()
})

it('gives up a page that is no longer in view', async () => {
  const asked: number[] = []
  const aborted: number[] = []
  const pages = new Pages(
    (offset, _, signal) =>
      new Promise((_resolve, refuse) => {
        asked.push(offset)
        signal.addEventListener('abort', () => {
          aborted.push(offset)
          refuse(new DOMException('', 'AbortError'))
        })
      }),
    () => {},
    () => expect.unreachable(),
  )
  pages.want(0, 10)
  await vi.waitFor(() => expect(asked).toEqual([0]))
  pages.want(100_000, 100_010)
  expect(aborted).toEqual([0])
  pages.close()
})
