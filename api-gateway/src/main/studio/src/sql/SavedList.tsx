import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { Button } from '../shell/parts/Button'
import { say, sayError } from '../shell/parts/saying'
import { TextField } from '../shell/parts/TextField'
import { download } from './exporting'
import type { Shelf } from './shelf'

interface Props {
  shelf: Shelf
  wanted: string
  onChoose: (sql: string) => void
  textNow: () => string
}

/** Statements under a name. */
export function SavedList({ shelf, wanted, onChoose, textNow }: Props) {
  const [saved, setSaved] = useState(() => shelf.saved())
  const [name, setName] = useState('')
  const found = saved.filter((one) => (one.name + '\n' + one.sql).toLowerCase().includes(wanted))
  const save = () => {
    setSaved(shelf.save({ name: name.trim(), sql: textNow() }))
    say(`Saved as ${name.trim()}`, 'good')
    setName('')
  }
  const take = (file: File | undefined) => {
    file
      ?.text()
      .then((text) => setSaved(shelf.take(text)))
      .catch(sayError)
  }
  return (
    <div className="stack">
      <form className="row" onSubmit={(event) => (event.preventDefault(), name.trim() !== '' && save())}>
        <TextField label="Name" bare placeholder="Name for what is in the editor" value={name} onChange={setName} />
        <Button type="submit" isDisabled={name.trim() === ''}>
          Save
        </Button>
      </form>
      <ul className="shelf-list">
        {found.map((one) => (
          <li key={one.name} className="row">
            <button type="button" className="shelf-entry" onClick={() => onChoose(one.sql)}>
              <strong>{one.name}</strong>
              <span className="mono muted">{one.sql.replace(/\s+/g, ' ').slice(0, 120)}</span>
            </button>
            <Button
              look="plain"
              icon="trash"
              label={`Delete ${one.name}`}
              onPress={() => setSaved(shelf.remove(one.name))}
            />
          </li>
        ))}
      </ul>
      <div className="row wrap">
        <FileTrigger acceptedFileTypes={['application/json', '.json']} onSelect={(files) => take(files?.[0])}>
          <Button>Take in a file</Button>
        </FileTrigger>
        <Button
          isDisabled={saved.length === 0}
          onPress={() => download('statements.json', 'application/json', JSON.stringify(saved, null, 2))}
        >
          Save to a file
        </Button>
      </div>
    </div>
  )
}
