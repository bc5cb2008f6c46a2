/** The address of a page within the console. */

/** Something with an address: `insight/words` is at `#/insight/words`. */
export interface Place {
  readonly path: string
}

export function hrefOf({ path }: Place): string {
  return `#/${path}`
}

/** The page of an address: the first one where the address names none, undefined for an unknown address without any. */
export function placeAt<Some extends Place>(hash: string, places: readonly Some[]): Some | undefined {
  return places.find((place) => hash === hrefOf(place)) ?? places[0]
}
