import { Button } from '../shell/parts/Button'
import { Dialog } from '../shell/parts/Dialog'
import { ProblemBox } from '../shell/parts/ProblemBox'
import { useStudio } from '../shell/studio'
import { Conflict } from './Conflict'
import { saidOf } from './format'
import { drop, undo, type Change } from './staged'

interface Props {
  open: boolean
  changes: readonly Change[]
  /** Those that are saved together. */
  mine: readonly Change[]
  /** Those that were staged as whom the session acts as. */
  own: readonly Change[]
  /** Why they were not saved. */
  error: unknown
  busy: boolean
  onClose: () => void
  onSave: () => void
}

const VERBS = { insert: 'New row', update: 'Change', delete: 'Delete' }

/** Every staged change, each to be taken back, with what stopped it. */
export function StagedDialog({ open, changes, mine, own, error, busy, onClose, onSave }: Props) {
  const { schema } = useStudio()
  const told = mine.some((change) => change.failure || change.theirs !== undefined)
  return (
    <Dialog
      title="Staged changes"
      open={open && changes.length > 0}
      wide
      onClose={onClose}
      actions={
        <>
          <Button look="danger" isDisabled={mine.length === 0} onPress={() => drop(new Set(mine.map((change) => change.id)))}>
            {mine.length < changes.length && mine[0] !== undefined ? `Undo all of ${mine[0].schema}` : 'Undo all'}
          </Button>
          <Button look="primary" icon="save" isDisabled={busy || mine.length === 0} onPress={onSave}>
            Save in one transaction
          </Button>
        </>
      }
    >
      {error !== null && !told && <ProblemBox error={error} />}
      <ul className="staged-list">
        {changes.map((change) => {
          const isOwn = own.includes(change)
          const table = schema.tables.find((each) => each.name === change.table && each.schema === change.schema)
          return (
            <li key={change.id} className={`staged-item row-${change.kind}`}>
              <div className="row">
                <span className="grow">
                  <strong>{VERBS[change.kind]}</strong> in {mine.includes(change) ? '' : `${change.schema}.`}
                  {change.table} <code>{Object.values(change.key).join(', ')}</code>
                  {!isOwn && <span className="muted"> staged as {saidOfOwner(change)}</span>}
                </span>
                <Button icon="undo" look="plain" onPress={() => undo(change.id)}>
                  Undo
                </Button>
              </div>
              {change.failure && <p className="problem">{change.failure.text}</p>}
              {isOwn && table && <Conflict change={change} table={table} />}
              {change.kind !== 'delete' && <Values change={change} />}
            </li>
          )
        })}
      </ul>
    </Dialog>
  )
}

function saidOfOwner({ owner }: Change): string {
  const claims = owner.claims === '{}' ? '' : ` with ${owner.claims}`
  return `${owner.role ?? "the lanes' own role"}${claims} in ${owner.database} (${owner.environment})`
}

function Values({ change }: { change: Change }) {
  const names = Object.keys(change.after)
  if (names.length === 0) {
    return <p className="muted">Every column has its default.</p>
  }
  return (
    <dl className="staged-values">
      {names.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {change.kind === 'update' && (
              <>
                <del>{saidOf(change.before[name])}</del> →{' '}
              </>
            )}
            <ins>{saidOf(change.after[name])}</ins>
            {change.failure?.columns[name] && <span className="bad"> {change.failure.columns[name]}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
