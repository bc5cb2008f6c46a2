/** Addresses within the page: a conversation, the inbox with its filters, the retention worklist, a customer on it. */

import { type Filters, filtersIn, NO_FILTERS, searchIn } from './inbox-filters.ts'

const CONVERSATION = '#/conversations/'
const INBOX = '#/inbox'
const RETENTION = '#/retention'

/** What an address opens; `id` is undefined for the list alone. */
export type Place =
  | { readonly view: 'conversations'; readonly id: string | undefined }
  | { readonly view: 'inbox'; readonly id: string | undefined; readonly filters: Filters }
  | { readonly view: 'retention'; readonly id: string | undefined }

/** What the part of an address from `#` on opens; a broken one opens nothing. */
export function placeAt(hash: string): Place {
  const [path = '', search = ''] = splitAt(hash, '?')
  if (path === INBOX || path.startsWith(`${INBOX}/`)) {
    return { view: 'inbox', id: idIn(path, `${INBOX}/`), filters: filtersIn(search) }
  }
  if (hash === RETENTION || hash.startsWith(`${RETENTION}/`)) {
    return { view: 'retention', id: idIn(hash, `${RETENTION}/`) }
  }
  return { view: 'conversations', id: idIn(hash, CONVERSATION) }
}

function splitAt(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)]
}

function idIn(hash: string, prefix: string): string | undefined {
  if (!hash.startsWith(prefix)) return undefined
  try {
    return decodeURIComponent(hash.slice(prefix.length)) || undefined
  } catch {
    return undefined // a broken address opens nothing
  }
}

/** The id of the conversation that is open, in whichever list. */
export function openConversation(place: Place): string | undefined {
  return place.view === 'retention' ? undefined : place.id
}

/** The id of the conversation that an address opens, or undefined. */
export function conversationIn(hash: string): string | undefined {
  return openConversation(placeAt(hash))
}

/** Address of a conversation on this page. */
export function hrefOf(id: string): string {
  return `${CONVERSATION}${encodeURIComponent(id)}`
}

/** Address of the inbox, with a conversation open beside it. */
export function inboxHref(filters: Filters = NO_FILTERS, id?: string): string {
  return (id === undefined ? INBOX : `${INBOX}/${encodeURIComponent(id)}`) + searchIn(filters)
}

/** Address of a customer on the worklist; of the list without an id. */
export function retentionHref(id?: string): string {
  return id === undefined ? RETENTION : `${RETENTION}/${encodeURIComponent(id)}`
}
