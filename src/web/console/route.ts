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
  const [page] = hash.split('?', 1)
  return places.find((place) => page === hrefOf(place)) ?? places[0]
}

const CORPUS: Place = { path: 'knowledge/corpus' }

/** The corpus page with an item open: `#/knowledge/corpus?item=entry%3Abill.view`; without a key, with none. */
export function itemHref(key?: string): string {
  return key === undefined ? hrefOf(CORPUS) : `${hrefOf(CORPUS)}?item=${encodeURIComponent(key)}`
}

/** The item that an address names; undefined where it names none, or another page. */
export function itemAt(hash: string): string | undefined {
  const [page, query = ''] = hash.split('?', 2)
  return page === hrefOf(CORPUS) ? (new URLSearchParams(query).get('item') ?? undefined) : undefined
}
