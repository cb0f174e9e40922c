/** A node of PostgreSQL's plan, as EXPLAIN (FORMAT JSON) writes it; only what is looked at. */
interface RawNode {
  'Node Type': string
  'Relation Name'?: string
  Schema?: string
  Alias?: string
  'Index Name'?: string
  'CTE Name'?: string
  'Function Name'?: string
  'Join Type'?: string
  Strategy?: string
  Operation?: string
  'Parent Relationship'?: string
  'Subplan Name'?: string
  'Plan Rows': number
  'Total Cost': number
  'Actual Rows'?: number
  'Actual Loops'?: number
  'Actual Total Time'?: number
  'Shared Hit Blocks'?: number
  'Shared Read Blocks'?: number
  'Temp Read Blocks'?: number
  'Temp Written Blocks'?: number
  'Rows Removed by Filter'?: number
  'Workers Launched'?: number
  Plans?: RawNode[]
  [other: string]: unknown
}

export interface RawPlan {
  Plan: RawNode
  'Planning Time'?: number
  'Execution Time'?: number
}

/** A node with what it took, all loops together. Times are in milliseconds and null where nothing was run. */
export interface PlanNode {
  id: string
  title: string
  /** What it reads, such as `users u` or an index. */
  on: string
  conditions: string[]
  cost: number
  rowsPlanned: number
  rows: number | null
  /** How many times too many or too few rows were planned, always 1 or more. */
  misjudged: number | null
  loops: number
  totalMillis: number | null
  selfMillis: number | null
  /** Of the whole, from 0 to 1: of time, or of cost where nothing was run. */
  share: number
  pagesHit: number
  pagesRead: number
  pagesTemporary: number
  children: PlanNode[]
}

export interface Plan {
  root: PlanNode
  planningMillis: number | null
  executionMillis: number | null
  analysed: boolean
}

/** From which factor on an estimate of rows is worth a look. */
export const MISJUDGED = 10

const CONDITIONS = [
  'Index Cond',
  'Recheck Cond',
  'Hash Cond',
  'Merge Cond',
  'Join Filter',
  'Filter',
  'One-Time Filter',
  'TID Cond',
  'Sort Key',
  'Group Key',
  'Presorted Key',
]

/** The plan in the answer to an EXPLAIN in JSON; fails if it is not one. */
export function planOf(text: string): Plan {
  const raw = (JSON.parse(text) as RawPlan[])[0]
  if (raw?.Plan === undefined) {
    throw new Error('PostgreSQL gave no plan')
  }
  const analysed = raw.Plan['Actual Total Time'] !== undefined
  const whole = analysed ? (total(raw.Plan) ?? 0) : raw.Plan['Total Cost']
  return {
    root: node(raw.Plan, { id: '0', whole, analysed, cutOff: false }),
    planningMillis: raw['Planning Time'] ?? null,
    executionMillis: raw['Execution Time'] ?? null,
    analysed,
  }
}

interface Around {
  id: string
  whole: number
  analysed: boolean
  /** A LIMIT above had enough, so that fewer rows were asked for than there are. */
  cutOff: boolean
}

/** These read all that is below them before they give anything. */
const READS_ALL = /Sort|Aggregate|Hash|Materialize|Unique|Gather Merge/

function node(raw: RawNode, { id, whole, analysed, cutOff }: Around): PlanNode {
  const below = raw.Plans ?? []
  const selfMillis = own(total(raw), below.map(total))
  const selfCost =
    own(
      raw['Total Cost'],
      below.map((plan) => plan['Total Cost']),
    ) ?? 0
  const self = analysed ? (selfMillis ?? 0) : selfCost
  const loops = raw['Actual Loops'] ?? 1
  return {
    id,
    title: title(raw),
    on: on(raw),
    conditions: CONDITIONS.filter((name) => raw[name] !== undefined).map((name) => `${name}: ${written(raw[name])}`),
    cost: raw['Total Cost'],
    rowsPlanned: raw['Plan Rows'],
    rows: raw['Actual Rows'] ?? null,
    misjudged: cutOff && (raw['Actual Rows'] ?? 0) < raw['Plan Rows'] ? null : misjudged(raw, loops),
    loops,
    totalMillis: total(raw),
    selfMillis,
    share: whole > 0 ? Math.min(1, self / whole) : 0,
    pagesHit: raw['Shared Hit Blocks'] ?? 0,
    pagesRead: raw['Shared Read Blocks'] ?? 0,
    pagesTemporary: (raw['Temp Read Blocks'] ?? 0) + (raw['Temp Written Blocks'] ?? 0),
    children: below.map((plan, i) => node(plan, { id: `${id}.${i}`, whole, analysed, cutOff: cutsOff(raw, cutOff) })),
  }
}

function cutsOff(raw: RawNode, above: boolean): boolean {
  if (raw['Node Type'] === 'Limit') {
    return above || (raw['Actual Rows'] ?? 0) >= raw['Plan Rows']
  }
  return above && !READS_ALL.test(raw['Node Type'])
}

/** Times are of one loop on average; a parallel node's loops ran beside each other, which a sum would overstate. */
function total(raw: RawNode): number | null {
  const time = raw['Actual Total Time']
  return time === undefined ? null : time * (raw['Actual Loops'] ?? 1)
}

function own(all: number | null, below: (number | null)[]): number | null {
  return all === null ? null : Math.max(0, all - below.reduce<number>((sum, part) => sum + (part ?? 0), 0))
}

function misjudged(raw: RawNode, loops: number): number | null {
  const actual = raw['Actual Rows']
  if (actual === undefined || loops === 0) {
    return null
  }
  const planned = Math.max(1, raw['Plan Rows'])
  const found = Math.max(1, actual)
  return Math.max(planned / found, found / planned)
}

function title(raw: RawNode): string {
  const join = raw['Join Type']
  const words = [raw.Operation ?? (raw.Strategy && raw.Strategy !== 'Plain' ? raw.Strategy : null), raw['Node Type']]
  const name = words.filter(Boolean).join(' ')
  const joined = join !== undefined && join !== 'Inner' ? `${name} (${join})` : name
  return raw['Subplan Name'] ? `${joined}, ${raw['Subplan Name']}` : joined
}

function on(raw: RawNode): string {
  const what = raw['Relation Name'] ?? raw['CTE Name'] ?? raw['Function Name'] ?? ''
  const alias = raw.Alias !== undefined && raw.Alias !== what ? raw.Alias : ''
  const index = raw['Index Name'] ? `by ${raw['Index Name']}` : ''
  return [what, alias, index].filter(Boolean).join(' ')
}

function written(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}
