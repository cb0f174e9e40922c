import { describe, expect, it } from 'vitest'
import { boxOf, linksOf } from './boxes'
import { placed } from './layout'
import { linesOf } from './lines'
import { column, key, table } from './sample'
import { extent, fitting, type Rectangle, showing, zoomed } from './sight'
import { svgFile } from './svgFile'

const users = table('users', { columns: [column('id'), column('name')], primaryKey: ['id'] })
const orders = table('orders', {
  columns: [column('id'), column('user_id', { nullable: true }), column('note')],
  primaryKey: ['id'],
  foreignKeys: [key(['user_id'], 'users')],
})
const profile = table('profile', {
  columns: [column('user_id')],
  primaryKey: ['user_id'],
  foreignKeys: [key(['user_id'], 'users')],
})

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

describe('the diagram', () => {
  it('shows all columns, the keys, or names', () => {
    expect(boxOf(orders, 'all').rows).toHaveLength(3)
    expect(boxOf(orders, 'keys')).toMatchObject({ more: 1 })
    expect(boxOf(orders, 'names').rows).toHaveLength(0)
  })

  it('knows what may be none, and what is one', () => {
    const [order, one] = linksOf([users, orders, profile])
    expect(order).toMatchObject({ from: 'public.orders', to: 'public.users', optional: true, single: false })
    expect(one).toMatchObject({ optional: false, single: true })
    expect(linksOf([orders])).toEqual([])
  })

  it('lays no table upon another, be they 300', () => {
    const many = Array.from({ length: 300 }, (_, i) =>
      table(`t${i}`, {
        columns: [column('id'), column('parent')],
        primaryKey: ['id'],
        foreignKeys: i % 3 === 0 ? [key(['parent'], `t${Math.floor(i / 7)}`)] : [],
      }),
    )
    const boxes = placed(
      many.map((one) => boxOf(one, 'all')),
      linksOf(many),
    )
    expect(boxes).toHaveLength(300)
    const found = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => overlap(a, b)))
    expect(found).toEqual([])
  })

  it('draws a line for each key, to itself too', () => {
    const tree = table('tree', {
      columns: [column('id'), column('up')],
      primaryKey: ['id'],
      foreignKeys: [key(['up'], 'tree')],
    })
    const all = [users, orders, tree]
    const lines = linesOf(
      placed(
        all.map((one) => boxOf(one, 'all')),
        linksOf(all),
      ),
      linksOf(all),
    )
    expect(lines.map((line) => line.link.from)).toEqual(['public.orders', 'public.tree'])
    expect(lines.every((line) => !line.path.includes('NaN'))).toBe(true)
  })

  it('is a file in which names are text', () => {
    const evil = table('a"><script>alert(1)</script>', { columns: [column('x&y')] })
    const file = svgFile(placed([boxOf(evil, 'all')], []), [])
    expect(file).not.toContain('<script')
    expect(file).toContain('x&amp;y')
  })
})

describe('what is seen', () => {
  const screen = { width: 1000, height: 500 }

  it('stays under the pointer', () => {
    const sight = zoomed({ x: 10, y: 20, scale: 1 }, 2, { x: 110, y: 120 })
    expect(sight).toEqual({ scale: 2, x: -90, y: -80 })
    expect(zoomed(sight, 1000, { x: 0, y: 0 }).scale).toBe(3)
  })

  it('is everything, in the middle', () => {
    const what = extent([
      { x: -100, y: 0, width: 100, height: 100 },
      { x: 1900, y: 0, width: 100, height: 400 },
    ])
    const sight = fitting(what, screen)
    expect(sight.x + what.x * sight.scale).toBeCloseTo(24)
    expect(fitting({ x: 0, y: 0, width: 10, height: 10 }, screen).scale).toBe(1)
  })

  it('moves only where something is not seen', () => {
    const sight = { x: 0, y: 0, scale: 1 }
    expect(showing(sight, { x: 10, y: 10, width: 10, height: 10 }, screen)).toBe(sight)
    expect(showing(sight, { x: 2000, y: 10, width: 100, height: 10 }, screen).x).toBe(500 - 2050)
  })
})
