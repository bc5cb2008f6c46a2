/** A corpus of three entries that is trained in a moment, with questions enough to judge by. */

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { entry, onDisk, smallCompany, smallCorpus } from '../../corpus/small-corpus.ts'

const root = path.join(import.meta.dirname, '../../../corpus')

const THINGS = {
  'plan.list': ['套餐', 'plan'],
  'bill.view': ['账单', 'bill'],
  'roam.abroad': ['漫游', 'roaming'],
} as const

/** Ways to ask that no entry has learned. */
const ZH = ['我想看看', '帮我查', '请问', '说说', '了解']
const EN = ['show me the', 'tell me about', 'i need the', 'what about', 'where is my']

/** The files of the corpus. */
export async function shopFiles(): Promise<Record<string, string>> {
  const entries = Object.entries(THINGS).map(([id, [zh, en]]) => entry(id, zh, en))
  const tests = Object.entries(THINGS).map(
    ([id, [zh, en]]) =>
      `- entry: ${id}\n  zh:\n${ZH.map((way) => `    - ${way}${zh}\n`).join('')}  en:\n${EN.map((way) => `    - ${way} ${en}\n`).join('')}`,
  )
  return {
    ...(await smallCorpus()),
    'faq/sample.yaml': entries.join(''),
    'tests/sample.yaml': tests.join(''),
    'handoff.yaml': await readFile(path.join(root, 'handoff.yaml'), 'utf8'),
  }
}

/** Writes corpus and company folders. */
export async function shopFolders(): Promise<{ corpus: string; company: string }> {
  return { corpus: await onDisk(await shopFiles()), company: await onDisk(smallCompany) }
}
