import { useEffect, useState } from 'react'
import { Button } from '../shell/parts/Button'
import { useStudio } from '../shell/studio'
import './data.css'
import { TableList } from './TableList'
import { TableView } from './TableView'
import { useOwn } from './useOwn'
import { placeOf, viewOf } from './view'

/** The tables, and the rows of one of them. */
export default function DataPage() {
  const studio = useStudio()
  const staged = useOwn()
  const [listShown, setListShown] = useState(false)
  const view = viewOf(studio.place)
  const schema = view.schema || studio.session.schemas[0] || 'public'
  const table = studio.schema.tables.find((each) => each.schema === schema && each.name === view.table) ?? null
  const first = studio.schema.tables.find((each) => each.schema === schema)

  // Without a table in the address there is nothing to look at: the first one is.
  useEffect(() => {
    if (view.table === '' && first !== undefined && window.matchMedia('(min-width: 701px)').matches) {
      studio.go('data', placeOf({ schema, table: first.name }))
    }
  }, [view.table, first, schema, studio])

  const who = JSON.stringify([studio.session.role, studio.session.claims])
  return (
    <div className={listShown || table === null ? 'data-page list-shown' : 'data-page'}>
      <h1 className="hidden-text">Data</h1>
      <TableList
        schema={schema}
        current={table}
        staged={staged}
        onSchema={(name) => studio.go('data', placeOf({ schema: name, table: '' }))}
        onChosen={() => setListShown(false)}
      />
      {table === null ? (
        <div className="empty data-main">
          {view.table === '' ? (
            <p>{first === undefined ? 'This schema has no tables.' : 'Choose a table.'}</p>
          ) : (
            <>
              <p>There is no table {view.schema}.{view.table}.</p>
              <Button onPress={() => void studio.reloadSchema()}>Read the schema again</Button>
            </>
          )}
        </div>
      ) : (
        <TableView key={`${schema}.${table.name}`} table={table} view={view} staged={staged} who={who} onList={() => setListShown((now) => !now)} />
      )}
    </div>
  )
}
