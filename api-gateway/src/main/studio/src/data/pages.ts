import { isAbort } from '../shell/parts/saying'
import type { Row } from './rest'

export const PAGE_ROWS = 200
const PAGES_MAX = 60
/** A page is asked for once the scrolling rests this long, so that flying past asks nothing. */
const REST_MILLIS = 60

/** What came with a page. */
export interface Answer {
  rows: Row[]
  cacheStatus: string | null
  age: string | null
}

export type ReadPage = (offset: number, limit: number, signal: AbortSignal) => Promise<Answer>

type Page = { is: 'coming'; abort: AbortController } | { is: 'here'; rows: Row[] } | { is: 'failed' }

/** The pages of a table that were looked at; what is no longer looked at is not waited for. */
export class Pages {
  private readonly pages = new Map<number, Page>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private wanted: [number, number] = [0, 0]

  constructor(
    private readonly read: ReadPage,
    private readonly onAnswer: (offset: number, answer: Answer) => void,
    private readonly onFailed: (error: unknown) => void,
  ) {}

  row(at: number): Row | undefined {
    const page = this.pages.get(Math.floor(at / PAGE_ROWS))
    return page?.is === 'here' ? page.rows[at % PAGE_ROWS] : undefined
  }

  /** Rows that were read, in order, for whoever looks for one by its key. */
  find(found: (row: Row) => boolean): number {
    for (const [number, page] of this.pages) {
      const at = page.is === 'here' ? page.rows.findIndex(found) : -1
      if (at >= 0) {
        return number * PAGE_ROWS + at
      }
    }
    return -1
  }

  /** These rows are in view now, both ends included. */
  want(from: number, to: number): void {
    this.wanted = [Math.floor(Math.max(0, from) / PAGE_ROWS), Math.floor(Math.max(0, to) / PAGE_ROWS)]
    const [first, last] = this.wanted
    for (const [number, page] of this.pages) {
      if (page.is === 'coming' && (number < first || number > last)) {
        page.abort.abort()
        this.pages.delete(number)
      }
    }
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.fetchWanted(), this.pages.size === 0 ? 0 : REST_MILLIS)
  }

  close(): void {
    clearTimeout(this.timer)
    for (const page of this.pages.values()) {
      if (page.is === 'coming') {
        page.abort.abort()
      }
    }
    this.pages.clear()
  }

  private fetchWanted(): void {
    const [first, last] = this.wanted
    for (let number = first; number <= last; number++) {
      if (!this.pages.has(number)) {
        void this.fetch(number)
      }
    }
  }

  private async fetch(number: number): Promise<void> {
    const page: Page = { is: 'coming', abort: new AbortController() }
    this.pages.set(number, page)
    try {
      const answer = await this.read(number * PAGE_ROWS, PAGE_ROWS, page.abort.signal)
      if (this.pages.get(number) === page) {
        this.pages.set(number, { is: 'here', rows: answer.rows })
        this.forgetFarthest()
        this.onAnswer(number * PAGE_ROWS, answer)
      }
    } catch (error) {
      if (!isAbort(error) && this.pages.get(number) === page) {
        this.pages.set(number, { is: 'failed' })
        this.onFailed(error)
      }
    }
  }

  private forgetFarthest(): void {
    while (this.pages.size > PAGES_MAX) {
      const middle = (this.wanted[0] + this.wanted[1]) / 2
      const farthest = [...this.pages.keys()].reduce((a, b) => (Math.abs(a - middle) > Math.abs(b - middle) ? a : b))
      this.pages.delete(farthest)
    }
  }
}
