const PLAIN = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const SMALL = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** A number that a person reads at a glance: one digit after the point below ten, thousands apart, millions in short. */
export function figure(value: number): string {
  return value < 10 ? SMALL.format(value) : value < 100_000 ? PLAIN.format(value) : SHORT.format(value)
}

export function percent(share: number): string {
  const value = share * 100
  // 99.96 % is not all, and is not shown as if it were
  const shown =
    value < 100 && value >= 99.5
      ? Math.floor(value * 10) / 10
      : value < 10
        ? Math.round(value * 10) / 10
        : Math.round(value)
  return `${shown}\u00a0%`
}

/** An instance as a person tells it from others: of a UUID the beginning, any other name whole. */
export function shortInstance(instance: string): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(instance) ? instance.slice(0, 8) : instance
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']

export function bytes(value: number): string {
  let unit = 0
  let left = value
  while (left >= 1024 && unit < UNITS.length - 1) {
    left /= 1024
    unit++
  }
  return `${unit === 0 ? left : figure(left)}\u00a0${UNITS[unit]}`
}

export function millis(value: number): string {
  if (value >= 60_000) {
    return `${SMALL.format(value / 60_000)}\u00a0min`
  }
  if (value >= 1000) {
    return `${SMALL.format(value / 1000)}\u00a0s`
  }
  if (value > 0 && value < 0.01) {
    return '<\u00a00.01\u00a0ms'
  }
  return `${value > 0 && value < 1 ? value.toFixed(2) : figure(value)}\u00a0ms`
}

export function seconds(value: number): string {
  return value < 120 ? `${Math.round(value)}\u00a0s` : `${Math.round(value / 60)}\u00a0min`
}
