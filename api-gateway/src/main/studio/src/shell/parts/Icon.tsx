const PATHS = {
  data: 'M3 5h18v14H3zM3 10h18M9 5v14',
  sql: 'M4 6l5 6-5 6M12 18h8',
  lanes: 'M3 20V10M9 20V4M15 20v-8M21 20V7',
  schema: 'M3 4h7v5H3zM14 15h7v5h-7zM6.5 9v8.5H14',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M6 9l6 6 6-6',
  up: 'M6 15l6-6 6 6',
  right: 'M9 6l6 6-6 6',
  check: 'M5 13l4 4L19 7',
  plus: 'M12 5v14M5 12h14',
  sun: 'M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19M5 19l1.5-1.5M17.5 6.5L19 5',
  moon: 'M20 14.5A8.5 8.5 0 019.5 4a8.5 8.5 0 1010.5 10.5z',
  auto: 'M12 3a9 9 0 100 18zM12 3a9 9 0 010 18',
  user: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4 21c1-4 4-6 8-6s7 2 8 6',
  key: 'M14 10a4 4 0 11-4 4 4 4 0 014-4zM16.5 9.5L21 5M18 8l2 2',
  link: 'M10 14L20 4M14 4h6v6M18 14v6H4V6h6',
  menu: 'M4 7h16M4 12h16M4 17h16',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  out: 'M14 4h5v16h-5M4 12h11M11 8l4 4-4 4',
  filter: 'M3 5h18l-7 8v6l-4-2v-4z',
  columns: 'M4 5h16v14H4zM9.3 5v14M14.7 5v14',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13',
  undo: 'M9 7L4 12l5 5M4 12h10a6 6 0 016 6',
  reload: 'M20 5v5h-5M20 10a8 8 0 10.5 5',
  save: 'M12 3v12M7 10l5 5 5-5M4 20h16',
  edit: 'M4 20l1-5L16 4l4 4L9 19z',
} as const

export type IconName = keyof typeof PATHS

/** Decoration only: whatever it stands in must have a name of its own. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
