import { useState } from 'react'
import { figure, millis } from '../lanes/figures'
import { Checkbox } from '../shell/parts/Checkbox'
import { MISJUDGED, type Plan, type PlanNode } from './plan'

/** How PostgreSQL ran a statement, or would run it. */
export function PlanView({ plan, raw }: { plan: Plan; raw: string }) {
  const [asJson, setAsJson] = useState(false)
  return (
    <div className="sql-plan">
      <div className="row wrap sql-told">
        <p role="status" className="row wrap">
          <strong>
            {plan.executionMillis === null ? 'Planned, not run' : `Run in ${millis(plan.executionMillis)}`}
          </strong>
          {plan.planningMillis !== null && <span className="muted">planned in {millis(plan.planningMillis)}</span>}
          {!plan.analysed && <span className="muted">What may write is not run for its plan; bars show cost.</span>}
        </p>
        <span className="grow" />
        <Checkbox isSelected={asJson} onChange={setAsJson}>
          As JSON
        </Checkbox>
      </div>
      {asJson ? <pre className="panel">{raw}</pre> : <PlanTable plan={plan} />}
    </div>
  )
}

function PlanTable({ plan }: { plan: Plan }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Plan">
      <table className="plain plan-table">
        <thead>
          <tr>
            <th>Step</th>
            <th>{plan.analysed ? 'Share of the time' : 'Share of the cost'}</th>
            {plan.analysed && <th className="number">Own time</th>}
            {plan.analysed && <th className="number">With steps below</th>}
            <th className="number">Rows planned</th>
            {plan.analysed && <th className="number">Rows found</th>}
            {plan.analysed && <th className="number">Loops</th>}
            {plan.analysed && <th className="number">Pages</th>}
            {!plan.analysed && <th className="number">Cost</th>}
          </tr>
        </thead>
        <tbody>
          {flat(plan.root, 0).map(({ node, depth }) => (
            <Step key={node.id} node={node} depth={depth} analysed={plan.analysed} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function flat(node: PlanNode, depth: number): { node: PlanNode; depth: number }[] {
  return [{ node, depth }, ...node.children.flatMap((child) => flat(child, depth + 1))]
}

function Step({ node, depth, analysed }: { node: PlanNode; depth: number; analysed: boolean }) {
  const percent = Math.round(node.share * 100)
  return (
    <tr>
      <td>
        <div style={{ paddingInlineStart: depth * 18 }}>
          <span className="hidden-text">Level {depth + 1}: </span>
          {depth > 0 && <span aria-hidden="true">└ </span>}
          <strong>{node.title}</strong> <span className="mono">{node.on}</span>
          {node.conditions.map((condition) => (
            <div key={condition} className="muted mono plan-condition">
              {condition}
            </div>
          ))}
        </div>
      </td>
      <td>
        <div className="row">
          <span className={percent >= 50 ? 'plan-bar much' : 'plan-bar'} aria-hidden="true">
            <span style={{ width: `${percent}%` }} />
          </span>
          <span className="number">{percent} %</span>
        </div>
      </td>
      {analysed && <td className="number">{time(node.selfMillis)}</td>}
      {analysed && <td className="number">{time(node.totalMillis)}</td>}
      <td className="number">{node.rowsPlanned.toLocaleString('en')}</td>
      {analysed && <RowsFound node={node} />}
      {analysed && <td className="number">{node.loops.toLocaleString('en')}</td>}
      {analysed && <Pages node={node} />}
      {!analysed && <td className="number">{figure(node.cost)}</td>}
    </tr>
  )
}

function time(value: number | null): string {
  return value === null ? '' : millis(value)
}

function RowsFound({ node }: { node: PlanNode }) {
  const wrong = node.misjudged !== null && node.misjudged > MISJUDGED
  return (
    <td className="number">
      {node.loops === 0 ? 'never run' : node.rows?.toLocaleString('en')}
      {wrong && (
        <div className="warn" title="PostgreSQL plans by its estimate: ANALYZE the table, or look at the condition.">
          ▲ {figure(node.misjudged!)} times {node.rows! > node.rowsPlanned ? 'more' : 'fewer'}
        </div>
      )}
    </td>
  )
}

function Pages({ node }: { node: PlanNode }) {
  return (
    <td className="number">
      {(node.pagesHit + node.pagesRead).toLocaleString('en')}
      {node.pagesRead > 0 && <div className="muted">{node.pagesRead.toLocaleString('en')} from disk</div>}
      {node.pagesTemporary > 0 && <div className="warn">{node.pagesTemporary.toLocaleString('en')} temporary</div>}
    </td>
  )
}
