import { useId } from 'react'
import { LINES, type Pattern } from './paint'

interface Props {
  token: string
  pattern?: Pattern
  dash?: number[]
}

/** What a series looks like, for the legend: a filling with its pattern, or a line with its dashes. */
export function Swatch({ token, pattern, dash }: Props) {
  const id = useId()
  const full = `var(--${token})`
  if (pattern === undefined) {
    return (
      <svg className="swatch" viewBox="0 0 24 12" aria-hidden="true">
        <path d="M0 6h24" stroke={full} strokeWidth="3" strokeDasharray={dash?.join(' ')} />
      </svg>
    )
  }
  return (
    <svg className="swatch" viewBox="0 0 24 12" aria-hidden="true">
      <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse">
        <rect width="8" height="8" fill={full} opacity={pattern === 'plain' ? 0.75 : 0.3} />
        {pattern === 'dots' ? (
          <path d="M1 1h2v2h-2zM5 5h2v2h-2z" fill={full} />
        ) : (
          <path d={LINES[pattern].map(([a, b, c, d]) => `M${a} ${b}L${c} ${d}`).join('')} stroke={full} />
        )}
      </pattern>
      <rect width="24" height="12" fill={`url(#${id})`} stroke={full} />
    </svg>
  )
}
