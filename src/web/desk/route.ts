/** The address of a conversation within the page. */

const PREFIX = '#/conversations/'

/** The id in the part of an address after `#`, or undefined. */
export function conversationIn(hash: string): string | undefined {
  if (!hash.startsWith(PREFIX)) return undefined
  try {
    return decodeURIComponent(hash.slice(PREFIX.length)) || undefined
  } catch {
    return undefined // a broken address opens nothing
  }
}

/** Address of a conversation on this page. */
export function hrefOf(id: string): string {
  return `${PREFIX}${encodeURIComponent(id)}`
}
