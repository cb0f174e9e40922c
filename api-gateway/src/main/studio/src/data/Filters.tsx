import { useState } from 'react'
import { Tag, TagGroup, TagList, Button as AriaButton } from 'react-aria-components'
import type { Column } from '../api/types'
import { Icon } from '../shell/parts/Icon'
import { Button } from '../shell/parts/Button'
import { FilterDialog } from './FilterDialog'
import { filterSaid } from './operators'
import type { Filter } from './view'

interface Props {
  columns: readonly Column[]
  filters: readonly Filter[]
  onChange: (filters: Filter[]) => void
}

/** The filters of a view, each a chip; all of them must hold. */
export function Filters({ columns, filters, onChange }: Props) {
  const [edited, setEdited] = useState<number | 'new' | null>(null)
  const done = (filter: Filter) => {
    onChange(edited === 'new' ? [...filters, filter] : filters.map((each, at) => (at === edited ? filter : each)))
    setEdited(null)
  }
  return (
    <>
      <Button icon="filter" onPress={() => setEdited('new')}>
        Filter
      </Button>
      {filters.length > 0 && (
        <TagGroup
          aria-label="Filters"
          className="chips"
          onRemove={(keys) => onChange(filters.filter((_, at) => !keys.has(at)))}
        >
          <TagList className="row wrap" aria-label="Filters">
            {filters.map((filter, at) => (
              <Tag key={at} id={at} className="chip" textValue={filterSaid(filter)} onAction={() => setEdited(at)}>
                <span className="cut">{filterSaid(filter)}</span>
                <AriaButton slot="remove" className="chip-remove" aria-label="Remove">
                  <Icon name="close" />
                </AriaButton>
              </Tag>
            ))}
          </TagList>
        </TagGroup>
      )}
      {edited !== null && (
        <FilterDialog columns={columns} filter={edited === 'new' ? null : filters[edited]!} onClose={() => setEdited(null)} onDone={done} />
      )}
    </>
  )
}
