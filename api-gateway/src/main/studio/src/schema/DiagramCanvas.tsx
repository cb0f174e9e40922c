import { type Ref, useCallback, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { Button } from '../shell/parts/Button'
import type { Link } from './boxes'
import { DiagramLine } from './DiagramLine'
import { DiagramTable } from './DiagramTable'
import type { Placed } from './layout'
import type { Line } from './lines'
import { extent } from './sight'
import { usePanZoom } from './usePanZoom'

export interface CanvasHandle {
  show: (id: string) => void
}

interface Props {
  ref: Ref<CanvasHandle>
  boxes: Placed[]
  lines: Line[]
  /** What the search found; null where nothing is searched for. */
  found: Set<string> | null
  onOpen: (id: string) => void
}

/** The diagram itself, which can be moved and zoomed. */
export function DiagramCanvas({ ref, boxes, lines, found, onOpen }: Props) {
  const place = useRef<SVGSVGElement>(null)
  const all = useMemo(() => extent(boxes), [boxes])
  const { sight, fit, show, zoom, wasDrag, handlers } = usePanZoom(place, all)
  const [looked, setLooked] = useState<string | null>(null)
  const near = useMemo(() => neighbours(looked, lines), [looked, lines])
  const labels = useMemo(() => labelsOf(boxes, lines), [boxes, lines])

  const showBox = useCallback(
    (id: string) => {
      const box = boxes.find((one) => one.id === id)
      if (box !== undefined) {
        setLooked(id)
        show(box)
      }
    },
    [boxes, show],
  )
  // without a pointer that was pressed, the focus came by keys, and must be seen
  const onFocus = useCallback(
    (id: string) => (place.current?.matches(':has(:focus-visible)') ? showBox(id) : setLooked(id)),
    [showBox],
  )
  const open = useCallback((id: string) => !wasDrag() && onOpen(id), [onOpen])
  useImperativeHandle(ref, () => ({ show: showBox }), [showBox])

  const tableLook = (id: string) => {
    if (looked !== null) {
      return id === looked ? 'chosen' : near.has(id) ? 'near' : 'faint'
    }
    return found === null ? 'normal' : found.has(id) ? 'chosen' : 'faint'
  }
  const lineLook = ({ from, to }: Link) =>
    looked === null ? 'normal' : from === looked || to === looked ? 'near' : 'faint'
  return (
    <div className="er-canvas">
      <svg
        ref={place}
        className={sight.scale < 0.35 ? 'er far' : 'er'}
        role="group"
        aria-label="Diagram: arrow keys move it, plus and minus zoom, 0 shows all, Tab goes from table to table"
        tabIndex={0}
        {...handlers}
      >
        <g transform={`translate(${sight.x} ${sight.y}) scale(${sight.scale})`}>
          {lines.map((line) => (
            <DiagramLine key={line.link.id} line={line} look={lineLook(line.link)} />
          ))}
          {boxes.map((box) => (
            <DiagramTable
              key={box.id}
              box={box}
              look={tableLook(box.id)}
              label={labels.get(box.id)!}
              onOpen={open}
              onLook={setLooked}
              onFocus={onFocus}
            />
          ))}
        </g>
      </svg>
      <div className="er-zoom row" role="group" aria-label="Zoom">
        <Button aria-label="Farther" onPress={() => zoom(0.8)}>
          −
        </Button>
        <Button onPress={fit}>Fit</Button>
        <Button aria-label="Nearer" onPress={() => zoom(1.25)}>
          +
        </Button>
        <span className="muted">{Math.round(sight.scale * 100)} %</span>
      </div>
    </div>
  )
}

function neighbours(id: string | null, lines: Line[]): Set<string> {
  return new Set(
    lines.filter(({ link }) => link.from === id || link.to === id).flatMap(({ link }) => [link.from, link.to]),
  )
}

function labelsOf(boxes: Placed[], lines: Line[]): Map<string, string> {
  return new Map(
    boxes.map((box) => {
      const to = lines.filter(({ link }) => link.from === box.id).map(({ link }) => link.to)
      const from = lines.filter(({ link }) => link.to === box.id).map(({ link }) => link.from)
      const refers = to.length > 0 ? `, refers to ${to.join(', ')}` : ''
      const referred = from.length > 0 ? `, referred to by ${from.join(', ')}` : ''
      return [box.id, `${box.kind} ${box.id}, ${box.rows.length + box.more} columns${refers}${referred}`]
    }),
  )
}
