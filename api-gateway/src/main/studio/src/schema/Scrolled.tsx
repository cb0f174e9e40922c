import type { ReactNode } from 'react'

/** What is too wide for a phone, and can be scrolled by keys too. */
export function Scrolled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  )
}
