import { ApiError } from '../../api/client'
import { messageOf } from './saying'

/** What the gateway or PostgreSQL said, in place. */
export function ProblemBox({ error }: { error: unknown }) {
  if (!(error instanceof ApiError)) {
    return (
      <div className="problem" role="alert">
        <strong>{messageOf(error)}</strong>
      </div>
    )
  }
  const { code, message, details, hint } = error.problem
  return (
    <div className="problem" role="alert">
      <strong>{message}</strong>
      {details && <p>{details}</p>}
      {hint && <p>{hint}</p>}
      <p className="muted mono">{code}</p>
    </div>
  )
}
