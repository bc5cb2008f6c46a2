/** The words of a message in Teams: without the mentions of the bot, other people by their names, marks of XML resolved. */

import type { TeamsActivity, TeamsEntity } from './shapes.ts'

/** A mention as it stands in the text; neither part can run over another mark, so reading stays linear. */
const MENTION = /<at\b[^<>]*>([^<]*)<\/at>/gi
const REFERENCE = /&(?:(nbsp|amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi
const NAMED: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

/** Whether the message is addressed to the bot by a mention. */
export function mentionsBot({ entities, recipient }: TeamsActivity): boolean {
  return (entities ?? []).some((entity) => mentionedId(entity) === recipient.id)
}

/**
 * What the customer said. Two people may bear one name, the bot's among them, so mentions are matched
 * one by one with who is meant.
 */
export function spokenText(activity: TeamsActivity): string {
  const { text = '', recipient } = activity
  const meant = mentionsByText(activity.entities ?? [])
  const botNames = new Set(
    (activity.entities ?? [])
      .filter((entity) => mentionedId(entity) === recipient.id)
      .map(({ mentioned }) => mentioned?.name ?? ''),
  )
  const said = text.replace(MENTION, (tag: string, inner: string) => {
    const name = resolved(inner)
    // Clients differ in the attributes they put on the mark; then only the name is left to go by.
    const queue = meant.get(tag)
    const who = queue?.shift() ?? (queue === undefined && botNames.has(name) ? recipient.id : null)
    return who === recipient.id ? ' ' : inner
  })
  return resolved(said)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim()
}

/** Who is meant by each form of a mention, in the order they stand. */
function mentionsByText(entities: readonly TeamsEntity[]): Map<string, string[]> {
  const meant = new Map<string, string[]>()
  for (const entity of entities) {
    const who = mentionedId(entity)
    if (who === null || entity.text === undefined) continue
    const queue = meant.get(entity.text)
    if (queue) queue.push(who)
    else meant.set(entity.text, [who])
  }
  return meant
}

function mentionedId({ type, mentioned }: TeamsEntity): string | null {
  return type === 'mention' && mentioned ? mentioned.id : null
}

/** Character references as the characters they stand for, once. */
function resolved(text: string): string {
  return text.replace(REFERENCE, (whole, name?: string, decimal?: string, hexadecimal?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
    const isCharacter = code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
    return isCharacter ? String.fromCodePoint(code) : whole
  })
}
