import type { Table } from '../api/types'
import { Button } from '../shell/parts/Button'
import { differingOf } from './conflicts'
import { saidOf } from './format'
import { rebase, undo, type Change } from './staged'

/** Somebody else has changed the row meanwhile: what it was, what it is now, and what was to become of it. */
export function Conflict({ change, table }: { change: Change; table: Table }) {
  const theirs = change.theirs
  if (theirs === undefined) {
    return null
  }
  if (theirs === null) {
    return (
      <div className="problem">
        <strong>This row is gone, or hidden from this role</strong>
        <Button icon="undo" onPress={() => undo(change.id)}>
          Undo my change
        </Button>
      </div>
    )
  }
  const differing = differingOf(change, theirs, table)
  if (differing.length === 0) {
    return (
      <div className="problem">
        <strong>This role sees the row but may not change it</strong>
        <Button icon="undo" onPress={() => undo(change.id)}>
          Undo my change
        </Button>
      </div>
    )
  }
  return (
    <div className="problem conflict">
      <strong>Somebody else has changed this row since it was read</strong>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">As read</th>
            <th scope="col">Theirs</th>
            <th scope="col">Mine</th>
          </tr>
        </thead>
        <tbody>
          {differing.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{saidOf(change.before[name])}</td>
              <td>{saidOf(theirs[name])}</td>
              <td>{change.kind === 'delete' ? 'deleted' : saidOf(change.after[name])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="row wrap">
        <Button onPress={() => undo(change.id)}>Take theirs</Button>
        <Button look="danger" onPress={() => rebase(change)}>
          Keep mine
        </Button>
      </div>
    </div>
  )
}
