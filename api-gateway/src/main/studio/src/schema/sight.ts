/** What of the diagram is seen: a point of it, times scale, plus x and y, is a point of the screen. */
export interface Sight {
  x: number
  y: number
  scale: number
}

export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

export const SCALE_MIN = 0.05
export const SCALE_MAX = 3
const MARGIN = 24

/** Nearer or farther, with the point of the screen staying where it is. */
export function zoomed(sight: Sight, factor: number, at: { x: number; y: number }): Sight {
  const scale = Math.min(SCALE_MAX, Math.max(SCALE_MIN, sight.scale * factor))
  const real = scale / sight.scale
  return { scale, x: at.x - (at.x - sight.x) * real, y: at.y - (at.y - sight.y) * real }
}

/** All of a rectangle in the middle of the screen, never larger than life. */
export function fitting(what: Rectangle, screen: { width: number; height: number }): Sight {
  const wide = (screen.width - 2 * MARGIN) / Math.max(1, what.width)
  const high = (screen.height - 2 * MARGIN) / Math.max(1, what.height)
  const scale = Math.min(1, SCALE_MAX, Math.max(SCALE_MIN, Math.min(wide, high)))
  return {
    scale,
    x: (screen.width - what.width * scale) / 2 - what.x * scale,
    y: (screen.height - what.height * scale) / 2 - what.y * scale,
  }
}

/** Moved so far that a rectangle is seen; the same where it is already. */
export function showing(sight: Sight, what: Rectangle, screen: { width: number; height: number }): Sight {
  const left = what.x * sight.scale + sight.x
  const top = what.y * sight.scale + sight.y
  const right = left + what.width * sight.scale
  const bottom = top + what.height * sight.scale
  if (left >= 0 && top >= 0 && right <= screen.width && bottom <= screen.height) {
    return sight
  }
  return {
    ...sight,
    x: sight.x + screen.width / 2 - (left + right) / 2,
    y: sight.y + screen.height / 2 - (top + bottom) / 2,
  }
}

/** What all boxes take up together. */
export function extent(boxes: Rectangle[]): Rectangle {
  if (boxes.length === 0) {
    return { x: 0, y: 0, width: 1, height: 1 }
  }
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  const right = Math.max(...boxes.map((box) => box.x + box.width))
  const bottom = Math.max(...boxes.map((box) => box.y + box.height))
  return { x, y, width: right - x, height: bottom - y }
}
