/** What of a table is shown, as the address tells it, so that it can be passed on. */
export interface View {
  schema: string
  table: string
  filters: Filter[]
  sorts: Sort[]
  /** The columns that are shown, in order; null for all as they are. */
  columns: string[] | null
  /** Whether the first row is opened at once. */
  open: boolean
}

export interface Filter {
  column: string
  /** An operator of REST, or `null` and `notnull`. */
  operator: string
  value: string
}

export interface Sort {
  column: string
  down: boolean
}

export function viewOf(place: string): View {
  const [path = '', query = ''] = split(place, '?')
  const [schema = '', table = ''] = split(path, '/').map(decodeURIComponent)
  const terms = new URLSearchParams(query)
  return {
    schema,
    table,
    filters: terms.getAll('where').flatMap(filterOf),
    sorts: terms.getAll('sort').map((each) => ({ column: each.replace(/^-/, ''), down: each.startsWith('-') })),
    columns: terms.has('columns') ? terms.get('columns')!.split('|') : null,
    open: terms.has('open'),
  }
}

export function placeOf(view: Pick<View, 'schema' | 'table'> & Partial<View>): string {
  const terms = new URLSearchParams()
  view.filters?.forEach((filter) => terms.append('where', [filter.operator, escaped(filter.column), filter.value].join('.')))
  view.sorts?.forEach((sort) => terms.append('sort', (sort.down ? '-' : '') + sort.column))
  if (view.columns) {
    terms.set('columns', view.columns.join('|'))
  }
  if (view.open) {
    terms.set('open', '1')
  }
  const query = terms.toString()
  return `${encodeURIComponent(view.schema)}/${encodeURIComponent(view.table)}${query === '' ? '' : '?' + query}`
}

/** `eq.name.value`; a dot within a column's name is doubled. */
function filterOf(text: string): Filter[] {
  const [, operator, column, value] = /^([a-z]+)\.((?:[^.]|\.\.)+)\.(.*)$/s.exec(text) ?? []
  return operator === undefined || column === undefined ? [] : [{ operator, column: column.replaceAll('..', '.'), value: value ?? '' }]
}

function escaped(column: string): string {
  return column.replaceAll('.', '..')
}

function split(text: string, mark: string): string[] {
  const at = text.indexOf(mark)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
