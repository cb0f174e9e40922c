/** A table's part of an address. */
export function placeOf({ schema, name }: { schema: string; name: string }): string {
  return `${encodeURIComponent(schema)}/${encodeURIComponent(name)}`
}

/** The parts of an address; what is no proper address stays as it is. */
export function partsOf(place: string): string[] {
  return place.split('/').map((part) => {
    try {
      return decodeURIComponent(part)
    } catch {
      return part
    }
  })
}
