import { type KeyboardEvent, type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { fitting, type Rectangle, showing, type Sight, zoomed } from './sight'

const STEP = 80
const NEARER = 1.25
/** A press that moves less than this is a click. */
const CLICK = 5

interface Point {
  x: number
  y: number
}

/** Moves what is seen of a drawing by pointer, fingers, wheel and keys. */
export function usePanZoom(place: RefObject<SVGSVGElement | null>, all: Rectangle) {
  const [sight, setSight] = useState<Sight>({ x: 0, y: 0, scale: 1 })
  const held = useRef(new Map<number, Point>())
  const moved = useRef(0)

  const size = useCallback(() => {
    const box = place.current?.getBoundingClientRect()
    return { width: box?.width ?? 0, height: box?.height ?? 0, left: box?.left ?? 0, top: box?.top ?? 0 }
  }, [place])
  const fit = useCallback(() => setSight(fitting(all, size())), [all, size])
  const show = useCallback((what: Rectangle) => setSight((now) => showing(now, what, size())), [size])
  const zoom = useCallback(
    (factor: number) => {
      const { width, height } = size()
      setSight((now) => zoomed(now, factor, { x: width / 2, y: height / 2 }))
    },
    [size],
  )

  useEffect(fit, [fit])
  useEffect(() => {
    const svg = place.current
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const { left, top } = size()
      const factor = Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015))
      setSight((now) => zoomed(now, factor, { x: event.clientX - left, y: event.clientY - top }))
    }
    // React listens to the wheel without the right to keep the page from scrolling
    svg?.addEventListener('wheel', onWheel, { passive: false })
    return () => svg?.removeEventListener('wheel', onWheel)
  }, [place, size])

  const onPointerDown = (event: PointerEvent) => {
    if (held.current.size === 0) {
      moved.current = 0
    }
    held.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
  }
  const onPointerMove = (event: PointerEvent) => {
    const before = held.current.get(event.pointerId)
    if (before === undefined) {
      return
    }
    const now = { x: event.clientX, y: event.clientY }
    moved.current += Math.hypot(now.x - before.x, now.y - before.y)
    if (moved.current > CLICK && !place.current!.hasPointerCapture(event.pointerId)) {
      place.current!.setPointerCapture(event.pointerId)
    }
    const other = [...held.current].find(([id]) => id !== event.pointerId)?.[1]
    held.current.set(event.pointerId, now)
    const { left, top } = size()
    setSight((sight) =>
      other === undefined ? dragged(sight, before, now) : pinched(sight, before, now, other, { x: left, y: top }),
    )
  }
  const onPointerUp = (event: PointerEvent) => {
    held.current.delete(event.pointerId)
  }
  // a key is no end of a press: what was dragged before it is over
  const onKeyDownCapture = () => {
    if (held.current.size === 0) {
      moved.current = 0
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const act = KEYS[event.key]
    if (act !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault()
      act({ setSight, zoom, fit })
    }
  }
  return {
    sight,
    fit,
    show,
    zoom,
    /** Whether the press that just ended moved the drawing, and is so no click. */
    wasDrag: () => moved.current > CLICK,
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp, onKeyDownCapture, onKeyDown },
  }
}

function dragged(sight: Sight, from: Point, to: Point): Sight {
  return { ...sight, x: sight.x + to.x - from.x, y: sight.y + to.y - from.y }
}

function pinched(sight: Sight, from: Point, to: Point, other: Point, origin: Point): Sight {
  const was = Math.max(1, Math.hypot(from.x - other.x, from.y - other.y))
  const is = Math.hypot(to.x - other.x, to.y - other.y)
  return zoomed(sight, is / was, { x: other.x - origin.x, y: other.y - origin.y })
}

interface Acts {
  setSight: (change: (sight: Sight) => Sight) => void
  zoom: (factor: number) => void
  fit: () => void
}

const by =
  (x: number, y: number) =>
  ({ setSight }: Acts) =>
    setSight((sight) => ({ ...sight, x: sight.x + x, y: sight.y + y }))

const KEYS: Record<string, (acts: Acts) => void> = {
  ArrowLeft: by(STEP, 0),
  ArrowRight: by(-STEP, 0),
  ArrowUp: by(0, STEP),
  ArrowDown: by(0, -STEP),
  '+': ({ zoom }) => zoom(NEARER),
  '=': ({ zoom }) => zoom(NEARER),
  '-': ({ zoom }) => zoom(1 / NEARER),
  '0': ({ fit }) => fit(),
}
