import { type CSSProperties, memo } from 'react'
import { HEAD, ROW } from './boxes'
import type { Placed } from './layout'

interface Props {
  box: Placed
  look: 'normal' | 'chosen' | 'near' | 'faint'
  /** Its schema, and what it refers to and is referred to by. */
  label: string
  onOpen: (id: string) => void
  onLook: (id: string | null) => void
  onFocus: (id: string) => void
}

/** A table of the diagram. */
export const DiagramTable = memo(function DiagramTable({ box, look, label, onOpen, onLook, onFocus }: Props) {
  return (
    <g
      className={`er-table ${look}`}
      transform={`translate(${box.x} ${box.y})`}
      tabIndex={0}
      role="link"
      aria-description={label}
      onClick={() => onOpen(box.id)}
      onKeyDown={(event) => event.key === 'Enter' && onOpen(box.id)}
      onPointerEnter={() => onLook(box.id)}
      onPointerLeave={() => onLook(null)}
      onFocus={() => onFocus(box.id)}
      onBlur={() => onLook(null)}
    >
      <rect className="er-box" width={box.width} height={box.height} rx="4" />
      <path className="er-head" d={`M0 ${HEAD}V4a4 4 0 0 1 4-4H${box.width - 4}a4 4 0 0 1 4 4V${HEAD}z`} />
      <text
        className="er-name"
        x="8"
        y="18"
        style={{ '--far': `${Math.min(26, (box.width - 12) / (box.name.length * 0.65))}px` } as CSSProperties}
      >
        {box.name}
      </text>
      <g className="er-columns" aria-hidden="true">
        {box.rows.map((row, i) => {
          const y = HEAD + 3 + ROW * i + 14
          return (
            <g key={row.column}>
              <text x="8" y={y} className={row.primary ? 'er-primary' : undefined}>
                {row.column}
              </text>
              <text x={box.width - 40} y={y} className="er-type">
                {row.type + (row.nullable ? '?' : '')}
              </text>
              <text x={box.width - 6} y={y} className="er-mark">
                {[row.primary ? 'PK' : '', row.foreign ? 'FK' : ''].filter(Boolean).join(' ')}
              </text>
            </g>
          )
        })}
        {box.more > 0 && (
          <text x="8" y={HEAD + 3 + ROW * box.rows.length + 14} className="er-more">
            {box.more} more
          </text>
        )}
      </g>
    </g>
  )
})
