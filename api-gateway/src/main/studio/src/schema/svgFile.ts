import { HEAD, ROW } from './boxes'
import type { Placed } from './layout'
import { type Line, RADIUS } from './lines'
import { extent } from './sight'

const MARGIN = 40

/** The diagram as a file that needs nothing else: in light colours, for paper and documents. */
export function svgFile(boxes: Placed[], lines: Line[]): string {
  const all = extent(boxes)
  const view = [all.x - MARGIN, all.y - MARGIN, all.width + 2 * MARGIN, all.height + 2 * MARGIN].map(Math.round)
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view.join(' ')}" width="${view[2]}" height="${view[3]}" ` +
    `font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12">\n` +
    `<rect x="${view[0]}" y="${view[1]}" width="${view[2]}" height="${view[3]}" fill="#ffffff"/>\n` +
    lines.map(lineText).join('\n') +
    '\n' +
    boxes.map(boxText).join('\n') +
    '\n</svg>\n'
  )
}

function lineText(line: Line): string {
  const circles = line.circles.map(
    ({ x, y }) => `<circle cx="${x}" cy="${y}" r="${RADIUS}" fill="#ffffff" stroke="#51606f"/>`,
  )
  return `<path d="${line.path}" fill="none" stroke="#51606f"><title>${escaped(line.link.name)}</title></path>${circles.join('')}`
}

function boxText(box: Placed): string {
  const rows = box.rows.map((row, i) => {
    const y = HEAD + 3 + ROW * i + 14
    const mark = [row.primary ? 'PK' : '', row.foreign ? 'FK' : ''].filter(Boolean).join(' ')
    return (
      text(8, y, row.column, row.primary ? 'font-weight="bold" fill="#16202b"' : 'fill="#16202b"') +
      text(box.width - 40, y, row.type + (row.nullable ? '?' : ''), 'fill="#51606f" text-anchor="end"') +
      text(box.width - 6, y, mark, 'fill="#0b5cad" text-anchor="end" font-size="10"')
    )
  })
  const more = box.more > 0 ? text(8, HEAD + 3 + ROW * box.rows.length + 14, `${box.more} more`, 'fill="#51606f"') : ''
  return (
    `<g transform="translate(${box.x} ${box.y})">` +
    `<rect width="${box.width}" height="${box.height}" rx="4" fill="#ffffff" stroke="#76838f"/>` +
    `<path d="M0 ${HEAD}V4a4 4 0 0 1 4-4H${box.width - 4}a4 4 0 0 1 4 4V${HEAD}z" fill="#e3eefa" stroke="#76838f"/>` +
    text(8, 18, box.name, 'font-weight="bold" fill="#16202b"') +
    rows.join('') +
    more +
    '</g>'
  )
}

function text(x: number, y: number, content: string, attributes: string): string {
  return content === '' ? '' : `<text x="${x}" y="${y}" ${attributes}>${escaped(content)}</text>`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** Names may hold anything but NUL; what XML cannot hold at all is left out. */
function escaped(content: string): string {
  return content.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/[&<>"']/g, (sign) => ENTITIES[sign]!)
}
