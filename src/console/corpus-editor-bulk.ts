/** Decides what a bulk edit makes of an item. */

import type { ItemContent } from '../corpus/revisions/types.ts'
import { CAPS } from '../corpus/shapes.ts'
import type { BulkDeed } from './corpus-types.ts'

/** A deed that changes what an item says; the others need no decision. */
export type Rewriting = Exclude<BulkDeed, { deed: 'remove' } | { deed: 'discard' }>

/** What an item says afterwards; null where the deed does not touch it. */
export function rewritten(content: ItemContent, deed: Rewriting): ItemContent | null {
  if (deed.deed === 'replace') return replaced(content, deed)
  if (content.kind !== 'entry') return null
  const { entry } = content
  if (deed.deed === 'validity') {
    const { valid, ...rest } = entry
    const from = deed.from === undefined || deed.from === '' ? {} : { from: deed.from }
    const until = deed.until === undefined || deed.until === '' ? {} : { until: deed.until }
    const days = { ...from, ...until }
    if (valid?.from === days.from && valid?.until === days.until) return null
    return { kind: 'entry', entry: Object.keys(days).length === 0 ? rest : { ...rest, valid: days } }
  }
  const has = entry.tags.includes(deed.tag)
  if (deed.deed === 'untag')
    return has
      ? { kind: 'entry', entry: { ...entry, tags: entry.tags.filter((tag) => tag !== deed.tag) } }
      : null
  if (has || entry.tags.length >= CAPS.tags) return null
  return { kind: 'entry', entry: { ...entry, tags: [...entry.tags, deed.tag] } }
}

/** Replaces a text as it stands, capitals included; not in ids, tags and YAML files. */
function replaced(
  content: ItemContent,
  { find, replace, language }: Extract<BulkDeed, { deed: 'replace' }>,
): ItemContent | null {
  if (content.kind === 'file') return null
  let count = 0
  const text = (before: string) => {
    const after = before.replaceAll(find, () => replace)
    if (after !== before) count++
    return after
  }
  const list = (texts: readonly string[]) =>
    texts.map(text).filter((after, at) => after.trim() !== '' || texts[at]?.trim() === '')
  const both = <Lists extends { readonly zh: readonly string[]; readonly en: readonly string[] }>(
    lists: Lists,
  ) => ({
    ...lists,
    ...(language === 'en' ? {} : { zh: list(lists.zh) }),
    ...(language === 'zh' ? {} : { en: list(lists.en) }),
  })
  const after = ((): ItemContent => {
    if (content.kind === 'wording') return { kind: 'wording', wording: both(content.wording) }
    if (content.kind === 'test') return { kind: 'test', test: both(content.test) }
    const { entry } = content
    const title = {
      zh: language === 'en' ? entry.title.zh : text(entry.title.zh),
      en: language === 'zh' ? entry.title.en : text(entry.title.en),
    }
    return {
      kind: 'entry',
      entry: { ...entry, title, phrases: both(entry.phrases), answer: both(entry.answer) },
    }
  })()
  return count === 0 ? null : after
}
