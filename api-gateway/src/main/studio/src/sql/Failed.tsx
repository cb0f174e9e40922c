import { ApiError } from '../api/client'
import { ProblemBox } from '../shell/parts/ProblemBox'
import { useStudio } from '../shell/studio'

const READ_ONLY = '25006'
const REFUSED = '42501'

/** Why a statement failed, and what to do where this page knows it better than PostgreSQL. */
export function Failed({ error }: { error: unknown }) {
  const { session } = useStudio()
  const problem = error instanceof ApiError ? error.problem : null
  if (problem?.code === REFUSED && problem.message.startsWith('with a token')) {
    return <OnlyRows details={problem.details ?? null} />
  }
  if (problem?.code === READ_ONLY && !problem.hint && error instanceof ApiError) {
    const hint = session.readOnly
      ? 'Nothing can be written from here: STUDIO_READ_ONLY is true.'
      : 'Choose DIRECT and “Allow writes” to write from here.'
    return <ProblemBox error={new ApiError(error.status, { ...error.problem, hint })} />
  }
  return <ProblemBox error={error} />
}

function OnlyRows({ details }: { details: string | null }) {
  return (
    <div className="problem" role="alert">
      <strong>Only queries, changes of rows and EXPLAIN run from here.</strong>
      <p>DDL goes into a migration, so that every environment gets it; for anything else there is psql.</p>
      {details && <p className="muted">{details}</p>}
      <p className="muted mono">{REFUSED}</p>
    </div>
  )
}
