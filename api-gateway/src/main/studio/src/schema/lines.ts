import { HEAD, type Link, ROW } from './boxes'
import type { Placed } from './layout'

/** A link as it is drawn: one path for the line and both of its ends, and circles where there may be none. */
export interface Line {
  link: Link
  path: string
  circles: { x: number; y: number }[]
}

const FOOT = 12
const SPREAD = 6
const CIRCLE = 4

interface End {
  x: number
  y: number
  /** 1 where the line leaves to the right, −1 to the left. */
  side: 1 | -1
}

export function linesOf(boxes: Placed[], links: Link[]): Line[] {
  const byId = new Map(boxes.map((box) => [box.id, box]))
  return links.flatMap((link) => {
    const from = byId.get(link.from)
    const to = byId.get(link.to)
    return from === undefined || to === undefined ? [] : [lineOf(link, from, to)]
  })
}

function lineOf(link: Link, from: Placed, to: Placed): Line {
  const [fromSide, toSide] = sides(from, to)
  const start = endAt(from, link.columns[0], fromSide)
  const end = endAt(to, link.toColumns[0], toSide)
  const curve = Math.max(40, Math.abs(end.x - start.x) / 2)
  const line =
    `M${start.x} ${start.y}C${start.x + start.side * curve} ${start.y} ` +
    `${end.x + end.side * curve} ${end.y} ${end.x} ${end.y}`
  const circles = link.optional ? [circle(end, FOOT)] : []
  return {
    link,
    path:
      line +
      (link.single ? bar(start, FOOT / 2) : foot(start)) +
      bar(end, FOOT / 2) +
      (link.optional ? '' : bar(end, FOOT)),
    circles: [...circles, circle(start, FOOT)],
  }
}

/** Where boxes stand one above the other, or are the same, the line leaves and comes on the right. */
function sides(from: Placed, to: Placed): [1 | -1, 1 | -1] {
  if (from.x > to.x + to.width) {
    return [-1, 1]
  }
  return from.x + from.width < to.x ? [1, -1] : [1, 1]
}

function endAt(box: Placed, column: string | undefined, side: 1 | -1): End {
  const row = box.rows.findIndex((one) => one.column === column)
  const y = row < 0 ? box.y + HEAD / 2 : box.y + HEAD + 3 + ROW * row + ROW / 2
  return { x: side === 1 ? box.x + box.width : box.x, y, side }
}

/** Many: three toes on the box. */
function foot({ x, y, side }: End): string {
  return `M${x} ${y - SPREAD}L${x + side * FOOT} ${y}L${x} ${y + SPREAD}`
}

/** One. */
function bar({ x, y, side }: End, away: number): string {
  return `M${x + side * away} ${y - SPREAD}V${y + SPREAD}`
}

/** None, perhaps. */
function circle({ x, y, side }: End, away: number): { x: number; y: number } {
  return { x: x + side * (away + CIRCLE), y }
}

export const RADIUS = CIRCLE
