import { graphlib, layout } from '@dagrejs/dagre'
import type { Box, Link } from './boxes'

/** A box with the place of its upper left corner. */
export interface Placed extends Box {
  x: number
  y: number
}

/** Between boxes, and between columns of boxes, where the lines are. */
const GAP = 24
const AISLE = 84
/** Above this many the exact ranking takes seconds. */
const EXACT_MAX = 80
/** The shape of a screen. */
const SHAPE = 1.7

/**
 * Places for all boxes, of which no two overlap: what is referred to stands to the left of what refers to it, and below them
 * stand those that are alone, in rows.
 */
export function placed(boxes: Box[], links: Link[]): Placed[] {
  const others = links.filter((link) => link.from !== link.to)
  const joined = new Set(others.flatMap((link) => [link.from, link.to]))
  const alone = boxes.filter((box) => !joined.has(box.id))
  const together = boxes.filter((box) => joined.has(box.id))
  const found = inColumns(ranked(together, others))
  const right = Math.max(0, ...found.map((box) => box.x + box.width))
  const bottom = Math.max(0, ...found.map((box) => box.y + box.height))
  return [
    ...found,
    ...inRows(alone, found.length === 0 ? 0 : bottom + 2 * GAP, Math.max(right, Math.sqrt(area(alone) * SHAPE))),
  ]
}

/** The columns from left to right, each in an order in which few lines cross. */
function ranked(boxes: Box[], links: Link[]): Box[][] {
  if (boxes.length === 0) {
    return []
  }
  const graph = new graphlib.Graph({ multigraph: true })
  const ranker = boxes.length > EXACT_MAX ? 'longest-path' : 'network-simplex'
  graph.setGraph({ rankdir: 'RL', nodesep: GAP, ranksep: AISLE, ranker })
  graph.setDefaultEdgeLabel(() => ({}))
  boxes.forEach((box) => graph.setNode(box.id, { width: box.width, height: box.height }))
  links.forEach((link) => graph.setEdge(link.from, link.to, {}, link.id))
  layout(graph)
  const columns = new Map<number, { box: Box; y: number }[]>()
  for (const box of boxes) {
    const { x, y } = graph.node(box.id) as { x: number; y: number }
    const column = columns.get(Math.round(x)) ?? []
    column.push({ box, y })
    columns.set(Math.round(x), column)
  }
  return [...columns]
    .sort(([a], [b]) => a - b)
    .map(([, column]) => column.sort((a, b) => a.y - b.y).map(({ box }) => box))
}

/** A table that everything refers to would make one column as tall as a tower: it is folded into several. */
function inColumns(columns: Box[][]): Placed[] {
  const all = columns.flat()
  const tallest = Math.max(0, ...all.map((box) => box.height))
  const height = Math.max(tallest, Math.sqrt(area(all) / SHAPE) * 1.15)
  const folded = columns.flatMap((column) => fold(column, height))
  const found: Placed[] = []
  let x = 0
  for (const column of folded) {
    const own = column.reduce((sum, box) => sum + box.height + GAP, -GAP)
    const width = Math.max(...column.map((box) => box.width))
    let y = (height - own) / 2
    for (const box of column) {
      found.push({ ...box, x, y })
      y += box.height + GAP
    }
    x += width + AISLE
  }
  return found
}

function fold(column: Box[], height: number): Box[][] {
  const parts: Box[][] = [[]]
  let y = 0
  for (const box of column) {
    if (y > 0 && y + box.height > height) {
      parts.push([])
      y = 0
    }
    parts.at(-1)!.push(box)
    y += box.height + GAP
  }
  return parts
}

function area(boxes: Box[]): number {
  return boxes.reduce((sum, box) => sum + (box.width + AISLE) * (box.height + GAP), 0)
}

function inRows(boxes: Box[], top: number, width: number): Placed[] {
  const found: Placed[] = []
  let x = 0
  let y = top
  let tallest = 0
  for (const box of [...boxes].sort((a, b) => b.height - a.height)) {
    if (x > 0 && x + box.width > width) {
      x = 0
      y += tallest + GAP
      tallest = 0
    }
    found.push({ ...box, x, y })
    x += box.width + GAP
    tallest = Math.max(tallest, box.height)
  }
  return found
}
