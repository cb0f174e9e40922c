import { useState } from 'react'
import { Button } from '../shell/parts/Button'
import { Tabs } from '../shell/parts/Tabs'
import { TextField } from '../shell/parts/TextField'
import { millis } from '../lanes/figures'
import { type Ran, RAN_LENGTH_MAX, type Shelf } from './shelf'
import { SavedList } from './SavedList'

interface Props {
  shelf: Shelf
  history: Ran[]
  onHistory: (history: Ran[]) => void
  onChoose: (sql: string) => void
  textNow: () => string
}

/** What was run before, and what somebody kept under a name. All of it stays in this browser. */
export function ShelfPanel({ shelf, history, onHistory, onChoose, textNow }: Props) {
  const [search, setSearch] = useState('')
  const wanted = search.toLowerCase()
  const found = history.filter((ran) => ran.sql.toLowerCase().includes(wanted))
  return (
    <aside className="sql-shelf" aria-label="History and saved statements">
      <TextField label="Search" bare placeholder="Search" value={search} onChange={setSearch} />
      <Tabs
        label="History and saved statements"
        tabs={[
          {
            id: 'history',
            title: 'History',
            content: (
              <>
                {found.length === 0 && (
                  <p className="muted">{history.length === 0 ? 'What you run is kept here.' : 'Nothing found.'}</p>
                )}
                <ul className="shelf-list">
                  {found.map((ran) => (
                    <Entry key={ran.at + ran.sql + ran.lane} ran={ran} onChoose={onChoose} />
                  ))}
                </ul>
                <p className="muted">A statement of more than {RAN_LENGTH_MAX.toLocaleString('en')} characters is not kept.</p>
                {history.length > 0 && (
                  <Button icon="trash" onPress={() => onHistory(shelf.forget())}>
                    Forget the history
                  </Button>
                )}
              </>
            ),
          },
          {
            id: 'saved',
            title: 'Saved',
            content: <SavedList shelf={shelf} wanted={wanted} onChoose={onChoose} textNow={textNow} />,
          },
        ]}
      />
    </aside>
  )
}

function Entry({ ran, onChoose }: { ran: Ran; onChoose: (sql: string) => void }) {
  return (
    <li>
      <button type="button" className="shelf-entry" onClick={() => onChoose(ran.sql)}>
        <span className="mono">{ran.sql.replace(/\s+/g, ' ').slice(0, 200)}</span>
        <span className="muted">
          <span className={`lane-${ran.lane}`}>{ran.lane.toUpperCase()}</span> · {new Date(ran.at).toLocaleString()}
          {ran.millis !== null && ` · ${millis(ran.millis)}`}
          {ran.rows !== null && ` · ${ran.rows} rows`}
        </span>
        {ran.error !== null && <span className="bad">{ran.error}</span>}
      </button>
    </li>
  )
}
