/** What the editor offers to choose from: values of the company, entries, dialogs, files. */

import type { Company } from '../company/load.ts'
import type { Item } from '../corpus/revisions/types.ts'
import type { ItemReader } from './corpus-editor-items.ts'
import type { ChoicesAnswer } from './corpus-types.ts'

/** Everything that can be chosen in the draft as it stands. */
export function choicesOf(items: readonly Item[], reader: ItemReader, company: Company): ChoicesAnswer {
  const entries = items.flatMap((item) => {
    const content = item.kind === 'entry' ? reader.read(item).content : null
    return content?.kind === 'entry' ? [content.entry] : []
  })
  return {
    variables: [...company.variables].map(([name, value]) =>
      typeof value === 'string' ? { name, zh: value, en: value } : { name, zh: value.zh, en: value.en },
    ),
    entries: entries.map(({ id, title }) => ({ id, title })),
    dialogs: distinct(entries.flatMap(({ dialog }) => dialog ?? [])),
    tags: distinct(entries.flatMap(({ tags }) => tags)),
    files: distinct(items.filter(({ kind }) => kind === 'entry').map(({ file }) => file)),
  }
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}
