import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Column } from '../api/types'
import { Button } from '../shell/parts/Button'
import { Dialog } from '../shell/parts/Dialog'
import { Select } from '../shell/parts/Select'
import { TextField } from '../shell/parts/TextField'
import { kindOf } from './kinds'
import { filterWrong, operatorsOf, takesValue } from './operators'
import type { Filter } from './view'

interface Props {
  columns: readonly Column[]
  /** What is changed; null for a new one. */
  filter: Filter | null
  onClose: () => void
  onDone: (filter: Filter) => void
}

export function FilterDialog({ columns, filter, onClose, onDone }: Props) {
  const [name, setName] = useState(filter?.column ?? columns[0]?.name ?? '')
  const column = columns.find((each) => each.name === name)
  const [operator, setOperator] = useState(filter?.operator ?? (column ? operatorsOf(column)[0]!.id : 'eq'))
  const [value, setValue] = useState(filter?.value ?? '')
  if (column === undefined) {
    return null
  }
  const operators = operatorsOf(column)
  const used = operators.some((each) => each.id === operator) ? operator : operators[0]!.id
  const choices = used === 'eq' || used === 'neq' ? choicesOf(column) : null
  const given = { column: name, operator: used, value: takesValue(used) ? value : '' }
  const wrong = filterWrong(column, given)
  return (
    <Dialog title={filter === null ? 'Add a filter' : 'Change the filter'} open onClose={onClose}>
      <Form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (wrong === null) {
            onDone(given)
          }
        }}
      >
        <Select label="Column" value={name} options={columns.map((each) => ({ id: each.name, text: `${each.name} (${each.type})` }))} onChange={setName} />
        <Select label="Operator" value={used} options={operators} onChange={setOperator} />
        {takesValue(used) && choices !== null && <Select label="Value" value={value || null} options={choices} onChange={setValue} />}
        {takesValue(used) && choices === null && (
          <TextField label="Value" value={value} onChange={setValue} hint={hintOf(used)} error={value === '' ? null : wrong} autoFocus />
        )}
        <div className="actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" isDisabled={wrong !== null}>
            {filter === null ? 'Add' : 'Change'}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

function choicesOf(column: Column): string[] | null {
  return kindOf(column) === 'boolean' ? ['true', 'false'] : column.enumValues
}

function hintOf(operator: string): string | undefined {
  switch (operator) {
    case 'like':
    case 'ilike':
      return '* stands for any characters'
    case 'match':
      return 'A regular expression of PostgreSQL'
    case 'in':
      return 'Separated by commas; in double quotes where a value has a comma'
    default:
      return undefined
  }
}
