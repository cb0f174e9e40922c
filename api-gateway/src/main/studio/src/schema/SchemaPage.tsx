import { type ReactNode, useEffect } from 'react'
import { Button } from '../shell/parts/Button'
import { say, sayError } from '../shell/parts/saying'
import { Tabs } from '../shell/parts/Tabs'
import { useStudio } from '../shell/studio'
import { DiagramTab } from './DiagramTab'
import { FunctionsTab } from './FunctionsTab'
import { IndexesTab } from './IndexesTab'
import { MigrationsTab } from './MigrationsTab'
import { partsOf } from './places'
import { PoliciesTab } from './PoliciesTab'
import { ReportsTab } from './ReportsTab'
import './schema.css'
import { TablesTab } from './TablesTab'

/** What the catalog says of the database. */
export default function SchemaPage() {
  const { place, go, schema, reloadSchema } = useStudio()
  const [named = '', ...rest] = partsOf(place)
  const tabs: { id: string; title: string; content: ReactNode }[] = [
    { id: 'diagram', title: 'Diagram', content: <DiagramTab /> },
    { id: 'tables', title: 'Tables', content: <TablesTab chosen={rest} /> },
    { id: 'indexes', title: 'Indexes', content: <IndexesTab /> },
    { id: 'policies', title: 'Policies', content: <PoliciesTab /> },
    { id: 'functions', title: 'Functions', content: <FunctionsTab /> },
    { id: 'migrations', title: 'Migrations', content: <MigrationsTab /> },
    { id: 'reports', title: 'Reports', content: <ReportsTab /> },
  ]
  const tab = tabs.some((one) => one.id === named) ? named : 'diagram'
  // on a phone the tab that an address names may be out of sight
  useEffect(() => {
    document.querySelector('.schema-page .tab[data-selected]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
  }, [tab])
  return (
    <div className="schema-page">
      <div className="row schema-head">
        <h1>Schema</h1>
        <span className="muted grow schema-version">
          {schema.database}, PostgreSQL {schema.serverVersion}
        </span>
        <Button
          look="plain"
          icon="reload"
          label="Read the schema again"
          onPress={() => void reloadSchema().then(() => say('Read again'), sayError)}
        />
      </div>
      <Tabs label="Schema" selected={tab} onSelect={(id) => id !== tab && go('schema', id)} tabs={tabs} />
    </div>
  )
}
