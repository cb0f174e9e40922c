import { memo } from 'react'
import { type Line, RADIUS } from './lines'

interface Props {
  line: Line
  look: 'normal' | 'near' | 'faint'
}

/** A foreign key of the diagram; the boxes say in words what refers to what. */
export const DiagramLine = memo(function DiagramLine({ line, look }: Props) {
  return (
    <g className={`er-line ${look}`} aria-hidden="true">
      <path d={line.path}>
        <title>{line.link.name}</title>
      </path>
      {line.circles.map(({ x, y }) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r={RADIUS} />
      ))}
    </g>
  )
})
