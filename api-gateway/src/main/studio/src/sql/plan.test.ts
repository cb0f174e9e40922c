import { describe, expect, it } from 'vitest'
import { planOf } from './plan'

const ANALYSED = JSON.stringify([
  {
    Plan: {
      'Node Type': 'Hash Join',
      'Join Type': 'Left',
      'Plan Rows': 100,
      'Total Cost': 50,
      'Actual Rows': 90,
      'Actual Loops': 1,
      'Actual Total Time': 10,
      'Hash Cond': '(a.id = b.a_id)',
      Plans: [
        {
          'Node Type': 'Seq Scan',
          'Relation Name': 'a',
          Alias: 'x',
          'Plan Rows': 5,
          'Total Cost': 10,
          'Actual Rows': 500,
          'Actual Loops': 1,
          'Actual Total Time': 6,
          'Shared Hit Blocks': 3,
          'Shared Read Blocks': 1,
        },
        {
          'Node Type': 'Index Scan',
          'Relation Name': 'b',
          Alias: 'b',
          'Index Name': 'b_pkey',
          'Plan Rows': 1,
          'Total Cost': 20,
          'Actual Rows': 1,
          'Actual Loops': 20,
          'Actual Total Time': 0.1,
        },
      ],
    },
    'Planning Time': 0.2,
    'Execution Time': 11,
  },
])

describe('a plan that was run', () => {
  const plan = planOf(ANALYSED)
  const [scan, index] = plan.root.children

  it('has the time of each node without those below it', () => {
    expect(plan.root.totalMillis).toBe(10)
    expect(plan.root.selfMillis).toBe(2)
    expect(plan.root.share).toBeCloseTo(0.2)
    expect(scan!.share).toBeCloseTo(0.6)
  })

  it('counts the time of every loop', () => {
    expect(index!.totalMillis).toBeCloseTo(2)
    expect(index!.loops).toBe(20)
  })

  it('tells how far rows were misjudged, too many or too few', () => {
    expect(scan!.misjudged).toBe(100)
    expect(plan.root.misjudged).toBeCloseTo(100 / 90)
  })

  it('names what it reads and on what condition', () => {
    expect(plan.root.title).toBe('Hash Join (Left)')
    expect(plan.root.conditions).toEqual(['Hash Cond: (a.id = b.a_id)'])
    expect(scan!.on).toBe('a x')
    expect(index!.on).toBe('b by b_pkey')
  })
})

describe('a plan that was not run', () => {
  const plan = planOf(
    '[{"Plan":{"Node Type":"ModifyTable","Operation":"Delete","Plan Rows":0,"Total Cost":8,"Plans":[{"Node Type":"Seq Scan","Plan Rows":3,"Total Cost":6}]}}]',
  )

  it('has shares of the cost', () => {
    expect(plan.analysed).toBe(false)
    expect(plan.root.totalMillis).toBeNull()
    expect(plan.root.share).toBeCloseTo(0.25)
    expect(plan.root.children[0]!.share).toBeCloseTo(0.75)
  })
})

it('is asked of nothing else', () => {
  expect(() => planOf('[]')).toThrow('no plan')
})

describe('fewer rows than planned', () => {
  const scan = {
    'Node Type': 'Seq Scan',
    'Plan Rows': 1000,
    'Total Cost': 1,
    'Actual Rows': 10,
    'Actual Loops': 1,
    'Actual Total Time': 1,
  }
  const limit = (found: number) => ({
    ...scan,
    'Node Type': 'Limit',
    'Plan Rows': 10,
    'Actual Rows': found,
    Plans: [scan],
  })

  it('are no fault where a LIMIT had enough', () => {
    expect(planOf(JSON.stringify([{ Plan: limit(10) }])).root.children[0]!.misjudged).toBeNull()
    expect(planOf(JSON.stringify([{ Plan: limit(9) }])).root.children[0]!.misjudged).toBe(100)
  })
})
