import { describe, expect, it } from 'vitest'
import { placeOf, viewOf, type View } from './view'

describe('a view', () => {
  it('comes back from its address as it was', () => {
    const view: View = {
      schema: 'public',
      table: 'odd table/?',
      filters: [
        { column: 'a.b', operator: 'eq', value: 'x.y&z=1, "q"' },
        { column: 'c', operator: 'null', value: '' },
        { column: 'd', operator: 'eq', value: '' },
        { column: 'e', operator: 'ilike', value: '*line\nbreak*' },
      ],
      sorts: [
        { column: 'a.b', down: true },
        { column: 'c', down: false },
      ],
      columns: ['c', 'odd name'],
      open: true,
    }
    expect(viewOf(placeOf(view))).toEqual(view)
  })

  it('of a table alone shows everything', () => {
    expect(viewOf('public/users')).toEqual({ schema: 'public', table: 'users', filters: [], sorts: [], columns: null, open: false })
  })

  it('leaves out a filter that says nothing', () => {
    expect(viewOf('public/users?where=nonsense').filters).toEqual([])
  })
})
