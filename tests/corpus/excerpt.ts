/** Some entries of the sample corpus with their questions, on the disk: the real thing, trained in a fraction of its time. */

import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { contentOf, sourceOf } from '../../src/corpus/revisions/item-content.ts'
import { filesOf, itemsOf } from '../../src/corpus/revisions/items.ts'
import type { CorpusFile, Item } from '../../src/corpus/revisions/types.ts'
import { onDisk } from './small-corpus.ts'

const ROOT = path.join(import.meta.dirname, '../..')
/** They name entries to ask about. */
const WITHOUT = ['branding.yaml', 'greetings.yaml']

/** Writes a corpus folder of the entries wanted, where everything that is no entry stays, and a company folder to go with it. */
export async function excerptFolders(
  wanted: (id: string) => boolean,
): Promise<{ corpus: string; company: string }> {
  const files = await filesIn('corpus')
  const items = itemsOf(files).flatMap((item) => kept(item, wanted))
  const company = (await filesIn('data/company')).filter(({ path: name }) => !WITHOUT.includes(name))
  return { corpus: await written(filesOf(items)), company: await written(company) }
}

async function filesIn(folder: string): Promise<CorpusFile[]> {
  const from = path.join(ROOT, folder)
  const names = await readdir(from, { recursive: true })
  const texts = names
    .filter((name) => name.endsWith('.yaml'))
    .map(async (name) => ({ path: name, text: await readFile(path.join(from, name), 'utf8') }))
  return Promise.all(texts)
}

function written(files: readonly CorpusFile[]): Promise<string> {
  return onDisk(Object.fromEntries(files.map((file) => [file.path, file.text])))
}

function kept(item: Item, wanted: (id: string) => boolean): Item[] {
  const content = contentOf(item)
  if (content?.kind === 'test') return content.test.entry.split('|').every(wanted) ? [item] : []
  if (content?.kind !== 'entry') return [item]
  const { entry } = content
  if (!wanted(entry.id)) return []
  const related = entry.related.filter(wanted)
  return [{ ...item, source: sourceOf({ kind: 'entry', entry: { ...entry, related } }, item.source) }]
}
