/** Addresses within the page: a conversation, the retention worklist, a customer on it. */

const CONVERSATION = '#/conversations/'
const RETENTION = '#/retention'

/** What an address opens; `id` is undefined for the list alone. */
export type Place =
  | { readonly view: 'conversations'; readonly id: string | undefined }
  | { readonly view: 'retention'; readonly id: string | undefined }

/** What the part of an address from `#` on opens; a broken one opens nothing. */
export function placeAt(hash: string): Place {
  if (hash === RETENTION || hash.startsWith(`${RETENTION}/`)) {
    return { view: 'retention', id: idIn(hash, `${RETENTION}/`) }
  }
  return { view: 'conversations', id: idIn(hash, CONVERSATION) }
}

function idIn(hash: string, prefix: string): string | undefined {
  if (!hash.startsWith(prefix)) return undefined
  try {
    return decodeURIComponent(hash.slice(prefix.length)) || undefined
  } catch {
    return undefined // a broken address opens nothing
  }
}

/** The id of the conversation that an address opens, or undefined. */
export function conversationIn(hash: string): string | undefined {
  const { view, id } = placeAt(hash)
  return view === 'conversations' ? id : undefined
}

/** Address of a conversation on this page. */
export function hrefOf(id: string): string {
  return `${CONVERSATION}${encodeURIComponent(id)}`
}

/** Address of a customer on the worklist; of the list without an id. */
export function retentionHref(id?: string): string {
  return id === undefined ? RETENTION : `${RETENTION}/${encodeURIComponent(id)}`
}
