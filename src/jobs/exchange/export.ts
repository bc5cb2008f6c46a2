/** Gives a corpus to somebody: a revision, what is live, or the draft, in any format. */

import { strToU8, zipSync } from 'fflate'
import type { Curation } from '../../corpus/revisions/context.ts'
import { liveFiles, readDraft } from '../../corpus/revisions/draft.ts'
import { contentOf } from '../../corpus/revisions/item-content.ts'
import { itemsOf } from '../../corpus/revisions/items.ts'
import { readRevision } from '../../corpus/revisions/revisions.ts'
import type { CorpusFile, EntryContent } from '../../corpus/revisions/types.ts'
import { backgroundIn } from './background.ts'
import { writeForeign } from './foreign.ts'
import type { ExchangedFile, Lost } from './given.ts'
import type { ExchangeFormat } from './import.ts'

/** Which corpus. */
export type Which = 'live' | 'draft' | number

/** The files of a corpus. @throws LiukeError `revision_unknown` */
export async function filesOfCorpus(curation: Curation, which: Which): Promise<readonly CorpusFile[]> {
  if (which === 'live') return (await liveFiles(curation)).files
  if (which === 'draft') return (await readDraft(curation)).files
  return (await readRevision(curation.store, which)).files
}

/** A corpus in a format, and what of it the format does not hold. YAML holds all of it. */
export async function exportCorpus(
  files: readonly CorpusFile[],
  format: ExchangeFormat,
  name: string,
): Promise<{ files: ExchangedFile[]; lost: readonly Lost[] }> {
  if (format === 'yaml')
    return { files: files.map(({ path, text }) => ({ name: path, bytes: strToU8(text) })), lost: [] }
  const items = itemsOf(files)
  const entries: EntryContent[] = []
  const others = { wording: 0, test: 0, file: 0 }
  let background: string[] = []
  for (const item of items) {
    const content = contentOf(item)
    if (content?.kind === 'entry') entries.push(content.entry)
    else if (item.key === 'file:lexicon/background.yaml') background = backgroundIn(item.source)
    else if (item.kind === 'wording') others.wording++
    else if (content?.kind === 'test')
      others.test += content.test.zh.length + content.test.en.length + content.test.mixed.length
    else if (!item.key.endsWith('#head')) others.file++
  }
  const written = await writeForeign(format, { name, entries, background })
  written.lost.add('wording', null, others.wording)
  written.lost.add('tests', null, others.test)
  written.lost.add('files', null, others.file)
  return { files: written.files, lost: written.lost.all }
}

/** Several files as one. */
export function zipped(files: readonly ExchangedFile[]): Uint8Array {
  return zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, new Uint8Array(bytes)])))
}
