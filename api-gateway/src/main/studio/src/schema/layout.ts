import { graphlib, layout } from '@dagrejs/dagre'
import type { Box, Link } from './boxes'

/** A box with the place of its upper left corner. */
export interface Placed extends Box {
  x: number
  y: number
}

const GAP = 48
/** Above this many the exact ranking takes seconds. */
const EXACT_MAX = 80

/**
 * Places for all boxes, of which no two overlap: those that refer to each other from left to right, and below them those
 * that stand alone, in rows.
 */
export function placed(boxes: Box[], links: Link[]): Placed[] {
  const joined = new Set(links.filter((link) => link.from !== link.to).flatMap((link) => [link.from, link.to]))
  const together = ranked(
    boxes.filter((box) => joined.has(box.id)),
    links.filter((link) => link.from !== link.to),
  )
  const right = Math.max(0, ...together.map((box) => box.x + box.width))
  const bottom = Math.max(0, ...together.map((box) => box.y + box.height))
  const alone = boxes.filter((box) => !joined.has(box.id))
  return [...together, ...inRows(alone, together.length === 0 ? 0 : bottom + GAP, Math.max(right, wide(alone)))]
}

function ranked(boxes: Box[], links: Link[]): Placed[] {
  if (boxes.length === 0) {
    return []
  }
  const graph = new graphlib.Graph({ multigraph: true })
  const ranker = boxes.length > EXACT_MAX ? 'longest-path' : 'network-simplex'
  graph.setGraph({ rankdir: 'RL', nodesep: GAP / 2, ranksep: GAP * 1.75, ranker })
  graph.setDefaultEdgeLabel(() => ({}))
  boxes.forEach((box) => graph.setNode(box.id, { width: box.width, height: box.height }))
  links.forEach((link) => graph.setEdge(link.from, link.to, {}, link.id))
  layout(graph)
  return boxes.map((box) => {
    const { x, y } = graph.node(box.id) as { x: number; y: number }
    return { ...box, x: x - box.width / 2, y: y - box.height / 2 }
  })
}

/** A width at which rows of these boxes make about a screen's shape. */
function wide(boxes: Box[]): number {
  const area = boxes.reduce((sum, box) => sum + (box.width + GAP / 2) * (box.height + GAP / 2), 0)
  return Math.sqrt(area * 1.6)
}

function inRows(boxes: Box[], top: number, width: number): Placed[] {
  const found: Placed[] = []
  let x = 0
  let y = top
  let tallest = 0
  for (const box of [...boxes].sort((a, b) => b.height - a.height)) {
    if (x > 0 && x + box.width > width) {
      x = 0
      y += tallest + GAP / 2
      tallest = 0
    }
    found.push({ ...box, x, y })
    x += box.width + GAP / 2
    tallest = Math.max(tallest, box.height)
  }
  return found
}
