import { useEffect, useMemo, useRef, useState } from 'react'
import type { Table } from '../api/types'
import { Button } from '../shell/parts/Button'
import { Checkbox } from '../shell/parts/Checkbox'
import { Select } from '../shell/parts/Select'
import { TextField } from '../shell/parts/TextField'
import { useStudio } from '../shell/studio'
import { download } from '../sql/exporting'
import { boxOf, type Detail, idOf, linksOf } from './boxes'
import { type CanvasHandle, DiagramCanvas } from './DiagramCanvas'
import type { Placed } from './layout'
import { type Line, linesOf } from './lines'
import { svgFile } from './svgFile'

const DETAILS: { id: Detail; text: string }[] = [
  { id: 'all', text: 'all columns' },
  { id: 'keys', text: 'keys' },
  { id: 'names', text: 'names' },
]

/** More tables than this begin with their keys alone, so that the whole can be seen. */
const MANY = 60

interface Drawing {
  boxes: Placed[]
  lines: Line[]
}

/** The tables and what refers to what. */
export function DiagramTab() {
  const { schema, session, go } = useStudio()
  const schemas = useMemo(() => [...new Set(schema.tables.map((table) => table.schema))].sort(), [schema])
  const [chosen, setChosen] = useState(() => new Set(schemas.filter((name) => session.schemas.includes(name))))
  const [detail, setDetail] = useState<Detail>(schema.tables.length > MANY ? 'keys' : 'all')
  const [search, setSearch] = useState('')
  const canvas = useRef<CanvasHandle>(null)
  const tables = useMemo(() => schema.tables.filter((table) => chosen.has(table.schema)), [schema, chosen])
  const drawing = useDrawing(tables, detail)
  const found = useMemo(() => searched(tables, search), [tables, search])
  const first = found === null ? undefined : [...found][0]
  return (
    <div className="er-tab">
      <div className="toolbar">
        <form
          className="row"
          role="search"
          onSubmit={(event) => (event.preventDefault(), first && canvas.current?.show(first))}
        >
          <TextField label="Find a table" bare placeholder="Find a table" value={search} onChange={setSearch} />
        </form>
        {found !== null && (
          <span role="status" className="muted">
            {found.size} found
          </span>
        )}
        <Select label="Show" bare value={detail} options={DETAILS} onChange={(id) => setDetail(id as Detail)} />
        {schemas.length > 1 &&
          schemas.map((name) => (
            <Checkbox
              key={name}
              isSelected={chosen.has(name)}
              onChange={(on) => setChosen(withOrWithout(chosen, name, on))}
            >
              {name}
            </Checkbox>
          ))}
        <span className="grow" />
        <Button
          icon="save"
          isDisabled={drawing === null}
          onPress={() => drawing && download('schema.svg', 'image/svg+xml', svgFile(drawing.boxes, drawing.lines))}
        >
          SVG
        </Button>
      </div>
      {tables.length === 0 && <p className="empty">No table in the schemas that are chosen.</p>}
      {tables.length > 0 && drawing === null && <p className="empty">Laying out {tables.length} tables…</p>}
      {tables.length > 0 && drawing !== null && (
        <DiagramCanvas
          ref={canvas}
          boxes={drawing.boxes}
          lines={drawing.lines}
          found={found}
          onOpen={(id) => {
            const table = tables.find((one) => idOf(one.schema, one.name) === id)!
            go('schema', `tables/${encodeURIComponent(table.schema)}/${encodeURIComponent(table.name)}`)
          }}
        />
      )}
    </div>
  )
}

/** The drawing, once what lays it out has been loaded; null until then. */
function useDrawing(tables: Table[], detail: Detail): Drawing | null {
  const [drawing, setDrawing] = useState<Drawing | null>(null)
  useEffect(() => {
    let ended = false
    const links = linksOf(tables)
    void import('./layout').then(({ placed }) => {
      if (!ended) {
        const boxes = placed(
          tables.map((table) => boxOf(table, detail)),
          links,
        )
        setDrawing({ boxes, lines: linesOf(boxes, links) })
      }
    })
    return () => {
      ended = true
    }
  }, [tables, detail])
  return drawing
}

function searched(tables: Table[], search: string): Set<string> | null {
  const wanted = search.trim().toLowerCase()
  const has = (table: Table) =>
    table.name.toLowerCase().includes(wanted) || table.columns.some((column) => column.name.toLowerCase() === wanted)
  return wanted === '' ? null : new Set(tables.filter(has).map((table) => idOf(table.schema, table.name)))
}

function withOrWithout(names: Set<string>, name: string, on: boolean): Set<string> {
  const next = new Set(names)
  if (on) {
    next.add(name)
  } else {
    next.delete(name)
  }
  return next
}
