/** How a series is told from the others without its colour. */
export type Pattern = 'plain' | 'stripes' | 'dots' | 'grid' | 'level'

const CELL = 8

/** The colour that a token has now, in the scheme that is shown. */
export function colour(token: string): string {
  probe ??= document.documentElement.appendChild(document.createElement('i'))
  probe.hidden = true
  probe.style.color = `var(--${token})`
  return getComputedStyle(probe).color
}

let probe: HTMLElement | undefined

/** A filling in a token's colour, opaque, with its pattern. */
export function filling(token: string, pattern: Pattern): CanvasPattern | string {
  const full = colour(token)
  const cell = document.createElement('canvas')
  cell.width = CELL
  cell.height = CELL
  const pen = cell.getContext('2d')
  if (pen === null) {
    return full
  }
  pen.fillStyle = colour('raised')
  pen.fillRect(0, 0, CELL, CELL)
  pen.fillStyle = full
  pen.globalAlpha = pattern === 'plain' ? 0.75 : 0.3
  pen.fillRect(0, 0, CELL, CELL)
  pen.globalAlpha = 1
  pen.strokeStyle = full
  draw(pen, pattern)
  return pen.createPattern(cell, 'repeat') ?? full
}

function draw(pen: CanvasRenderingContext2D, pattern: Pattern): void {
  if (pattern === 'dots') {
    pen.fillRect(1, 1, 2, 2)
    pen.fillRect(5, 5, 2, 2)
    return
  }
  pen.beginPath()
  for (const [x1, y1, x2, y2] of LINES[pattern]) {
    pen.moveTo(x1, y1)
    pen.lineTo(x2, y2)
  }
  pen.stroke()
}

type Line = [number, number, number, number]

export const LINES: Record<Exclude<Pattern, 'dots'>, Line[]> = {
  plain: [],
  stripes: [
    [-2, 10, 10, -2],
    [-2, 2, 2, -2],
    [6, 10, 10, 6],
  ],
  grid: [
    [4, 0, 4, 8],
    [0, 4, 8, 4],
  ],
  level: [[0, 4, 8, 4]],
}
