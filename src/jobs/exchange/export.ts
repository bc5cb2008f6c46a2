/** Gives a corpus to somebody: a revision, what is live, or the draft, in any format. */

import path from 'node:path'
import { strToU8, zipSync } from 'fflate'
import type { Company } from '../../company/types.ts'
import type { Curation } from '../../corpus/revisions/context.ts'
import { liveFiles, readDraft } from '../../corpus/revisions/draft.ts'
import { contentOf } from '../../corpus/revisions/item-content.ts'
import { itemsOf } from '../../corpus/revisions/items.ts'
import { readRevision } from '../../corpus/revisions/revisions.ts'
import type { CorpusFile, EntryContent } from '../../corpus/revisions/types.ts'
import { backgroundIn } from './background.ts'
import { writeForeign } from './foreign.ts'
import type { ExchangedFile, ExchangeFormat, Lost } from './given.ts'

/** Which corpus. */
export type Which = 'live' | 'draft' | number

/** The files of a corpus. @throws LiukeError `revision_unknown` */
export async function filesOfCorpus(curation: Curation, which: Which): Promise<readonly CorpusFile[]> {
  if (which === 'live') return (await liveFiles(curation)).files
  if (which === 'draft') return (await readDraft(curation)).files
  return (await readRevision(curation.store, which)).files
}

/** Puts on record who took a corpus away: phrases are what customers wrote. */
export async function recordExport(
  { store }: Curation,
  actor: string,
  which: Which,
  format: ExchangeFormat,
): Promise<void> {
  const target = typeof which === 'number' ? `revision:${which}` : which
  await store.db
    .transaction()
    .execute((trx) => store.audit.append(trx, { actor, action: 'corpus.export', target, detail: { format } }))
}

/** A corpus in some format. */
export interface ExportedCorpus {
  readonly files: readonly ExchangedFile[]
  /** What of it the format does not hold. */
  readonly lost: readonly Lost[]
}

/** A corpus in a format. YAML holds all of it. @param name of the company, for formats that have one for a corpus */
export async function exportCorpus(
  files: readonly CorpusFile[],
  format: ExchangeFormat,
  name: string,
): Promise<ExportedCorpus> {
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

/** What formats that name a corpus call that of a company. */
export function corpusName({ variables }: Company): string {
  const name = variables.get('company.short') ?? variables.get('company.name')
  if (name === undefined) return 'Liuke'
  return typeof name === 'string' ? name : name.en
}

/** Several files as one. */
export function zipped(files: readonly ExchangedFile[]): Uint8Array {
  return zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, new Uint8Array(bytes)])))
}

/**
 * What somebody downloads: the file, or all of them as an archive. Files of ours stand in folders, and stay in them.
 * @param which as it was asked for; becomes part of the name
 */
export function download(
  which: Which,
  format: ExchangeFormat,
  files: readonly ExchangedFile[],
): ExchangedFile {
  const name = typeof which === 'number' ? `corpus-revision-${which}` : `corpus-${which}`
  const [only, ...more] = files
  if (format !== 'yaml' && only && more.length === 0)
    return { name: `${name}${path.extname(only.name)}`, bytes: only.bytes }
  return { name: `${name}-${format}.zip`, bytes: zipped(files) }
}
