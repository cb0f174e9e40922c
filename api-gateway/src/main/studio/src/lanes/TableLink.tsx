import { addressOf } from '../shell/address'

/** A table by its name with its schema, as a way to its rows. */
export function TableLink({ name }: { name: string }) {
  const [schema = '', table = ''] = split(name)
  return (
    <a className="mono" href={addressOf('data', `${encodeURIComponent(schema)}/${encodeURIComponent(table)}`)}>
      {name}
    </a>
  )
}

function split(name: string): string[] {
  const dot = name.indexOf('.')
  return [name.slice(0, dot), name.slice(dot + 1)]
}
