import { useMemo, useState } from 'react'
import { bytes } from '../lanes/figures'
import { addressOf } from '../shell/address'
import { Checkbox } from '../shell/parts/Checkbox'
import { TextField } from '../shell/parts/TextField'
import { useStudio } from '../shell/studio'
import { type IndexOf, indexesOf } from './indexes'
import { placeOf } from './places'
import { Scrolled } from './Scrolled'

/** All indexes, and which of them are worth a look. */
export function IndexesTab() {
  const { schema } = useStudio()
  const [search, setSearch] = useState('')
  const [marked, setMarked] = useState(false)
  const all = useMemo(() => indexesOf(schema.tables), [schema])
  const wanted = search.trim().toLowerCase()
  const found = all.filter((one) => one.index.definition.toLowerCase().includes(wanted) && (!marked || hasMark(one)))
  return (
    <>
      <div className="toolbar">
        <TextField label="Search indexes" bare placeholder="Search" value={search} onChange={setSearch} />
        <Checkbox isSelected={marked} onChange={setMarked}>
          Only those with a mark
        </Checkbox>
        <span className="muted">
          {found.length} of {all.length}
        </span>
      </div>
      {found.length === 0 ? (
        <p className="empty">{all.length === 0 ? 'There is no index yet.' : 'Nothing found.'}</p>
      ) : (
        <Scrolled label="Indexes">
          <table className="plain">
            <thead>
              <tr>
                <th>Index</th>
                <th>Table</th>
                <th className="number">Scans</th>
                <th className="number">Size</th>
                <th>Marks</th>
              </tr>
            </thead>
            <tbody>
              {found.map((one) => (
                <IndexRow key={one.table.schema + one.index.name} one={one} />
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
    </>
  )
}

function hasMark({ index, twin, unused }: IndexOf): boolean {
  return !index.valid || twin !== null || unused
}

function IndexRow({ one }: { one: IndexOf }) {
  const { table, index, twin, unused } = one
  return (
    <tr>
      <td>
        <strong className="mono">{index.name}</strong>
        <div className="mono muted index-definition">{index.definition}</div>
      </td>
      <td>
        <a className="mono" href={addressOf('schema', `tables/${placeOf(table)}`)}>
          {table.schema}.{table.name}
        </a>
      </td>
      <td className="number">{index.scans.toLocaleString('en')}</td>
      <td className="number">{bytes(index.bytes)}</td>
      <td>
        <div className="row wrap">
          {index.primary && <span className="badge">primary key</span>}
          {index.unique && !index.primary && <span className="badge">unique</span>}
          {!index.valid && <span className="badge bad">invalid</span>}
          {twin !== null && <span className="badge warn">same as {twin}</span>}
          {unused && <span className="badge warn">{index.scans === 0 ? 'never used' : 'hardly used'}</span>}
        </div>
      </td>
    </tr>
  )
}
