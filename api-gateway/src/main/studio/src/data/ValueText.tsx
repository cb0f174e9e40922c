import type { Column } from '../api/types'
import { lineOf } from './format'
import { kindOf } from './kinds'
import type { Value } from './rest'

/** A value in one line; NULL, an empty text and a default cannot be taken for one another, nor for what they say. */
export function ValueText({ column, value }: { column: Column; value: Value | undefined }) {
  if (value === undefined) {
    return <span className="value-mark">default</span>
  }
  if (value === null) {
    return <span className="value-mark">NULL</span>
  }
  if (value === '') {
    return <span className="value-mark">empty</span>
  }
  if (kindOf(column) === 'boolean') {
    return <span className={value === 'true' ? 'value-true' : 'value-false'}>{value}</span>
  }
  return <>{lineOf(column, value)}</>
}
