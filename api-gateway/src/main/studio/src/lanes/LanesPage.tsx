import { Tabs } from '../shell/parts/Tabs'
import { useStudio } from '../shell/studio'
import { Bypassed } from './Bypassed'
import { Charts } from './Charts'
import './lanes.css'
import { Pools } from './Pools'
import { StatementDialog } from './StatementDialog'
import { Statements } from './Statements'
import { type Lanes, useLanes } from './stream'
import { Writes } from './Writes'

/** What the lanes do, live. */
export default function LanesPage() {
  const { place, go } = useStudio()
  const lanes = useLanes()
  const [tab = '', hash = ''] = place.split('/')
  const look = lanes.look
  return (
    <div className="lanes-page">
      <div className="row wrap">
        <h1>Lanes</h1>
        <State lanes={lanes} />
      </div>
      {look === null ? (
        <p className="empty">
          {lanes.state === 'cut off' ? 'The gateway does not tell what the lanes do.' : 'Waiting for the first look…'}
        </p>
      ) : (
        <>
          {look.caches.length > 0 && look.caches.every((cache) => !cache.enabled) && (
            <p className="panel warn">The cache is off: every read asks PostgreSQL. CACHE_ENABLED=true turns it on.</p>
          )}
          <div className="lane-panels">
            <Charts look={look} rates={lanes.rates} />
            <Pools pools={look.pools} />
          </div>
          <Tabs
            label="More about the lanes"
            selected={tab === '' ? 'statements' : tab}
            onSelect={(chosen) => chosen !== (tab === '' ? 'statements' : tab) && go('lanes', chosen)}
            tabs={[
              {
                id: 'statements',
                title: 'Statements',
                content: <Statements caches={look.caches} onChoose={(chosen) => go('lanes', `statements/${chosen}`)} />,
              },
              { id: 'writes', title: 'Writes', content: <Writes writes={lanes.writes} /> },
              { id: 'past', title: 'Past the cache', content: <Bypassed caches={look.caches} /> },
            ]}
          />
        </>
      )}
      <StatementDialog hash={hash === '' ? null : hash} onClose={() => go('lanes', 'statements')} />
    </div>
  )
}

function State({ lanes }: { lanes: Lanes }) {
  switch (lanes.state) {
    case 'waiting':
      return <span className="badge">connecting</span>
    case 'live':
      return <span className="badge good">● live</span>
    case 'cut off':
      return (
        <span className="badge warn" role="status">
          ▲ cut off, connecting again
        </span>
      )
  }
}
