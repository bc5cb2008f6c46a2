/** A small corpus without a single problem, as files in memory or on the disk, for tests to break in one place. */

import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { companyOf } from '../../src/company/load.ts'
import { corpusOf } from '../../src/corpus/load.ts'
import type { Corpus } from '../../src/corpus/types.ts'

/** Files by path inside the corpus folder. */
export type Files = Readonly<Record<string, string>>

const root = path.join(import.meta.dirname, '..', '..')
const sample = (file: string) => readFile(path.join(root, 'corpus', file), 'utf8')

/** What the wording may quote of the small company. */
const SMALL_VALUES = new Set(
  ['name', 'short', 'hotline.number', 'hotline.hours'].map((name) => `{company.${name}}`),
)

let wording: Promise<Files> | undefined

/** All wording of the sample, because the code needs every key, without what only the sample company has. */
function samplePhrases(): Promise<Files> {
  wording ??= readPhrases()
  return wording
}

async function readPhrases(): Promise<Files> {
  const names = await readdir(path.join(root, 'corpus/phrases'))
  const read = names.map(async (name) => {
    const text = await sample(`phrases/${name}`)
    const quoted = text.replace(/\{\w+\.[\w.]+\}/g, (hole) => (SMALL_VALUES.has(hole) ? hole : 'N'))
    return [`phrases/${name}`, quoted] as const
  })
  return Object.fromEntries(await Promise.all(read))
}

/** The company that the small corpus quotes. */
export const smallCompany: Files = {
  'company.yaml': `company:
  name: { zh: 晴川通信, en: Qingchuan Telecom }
  short: { zh: 晴川, en: Qingchuan }
  time_zone: Asia/Shanghai
  hotline:
    number: 400-555-0160
    hours: { zh: 每天 8:00–22:00, en: "8:00–22:00 every day" }
plan:
  basic: { price: 59.50 }
`,
}

/** Lines of fifteen different phrases, two spaces deeper than `phrases:`. */
function phrases(words: string, language: 'zh' | 'en'): string {
  const numerals = [...'一二三四五六七八九十甲乙丙丁戊']
  return numerals
    .map((zi, i) => `      - ${language === 'zh' ? `${words}${zi}` : `${words} ${i + 1}`}`)
    .join('\n')
}

/** An entry of 39 lines and an empty one; `id` stands on its first. */
export function entry(id: string, zh: string, en: string): string {
  return `- id: ${id}
  kind: faq
  title: { zh: ${zh}题目, en: ${en} title }
  phrases:
    zh:
${phrases(zh, 'zh')}
    en:
${phrases(en, 'en')}
  answer:
    zh: 您好，价格是 {plan.basic.price} 元。
    en: The price is {plan.basic.price} yuan.

`
}

/** Two entries: `plan.list` from line 1, `bill.view` from line 41. */
export const ENTRIES = entry('plan.list', '套餐', 'plan') + entry('bill.view', '账单', 'bill')

export const TESTS = `- entry: plan.list
  zh: [都有啥可以选]
  en: [what can i choose from]
- entry: plan.list|bill.view
  mixed: [看看 my 费用]
`

export const BACKGROUND = `en:
${Array.from({ length: 50 }, (_, i) => `  - unrelated question ${i + 1}`).join('\n')}
`

/** All files of the small corpus. */
export async function smallCorpus(): Promise<Record<string, string>> {
  return {
    'faq/sample.yaml': ENTRIES,
    'tests/sample.yaml': TESTS,
    'lexicon/background.yaml': BACKGROUND,
    'lexicon/commands.yaml': await sample('lexicon/commands.yaml'),
    ...(await samplePhrases()),
  }
}

/** Files as the loader reads them: shown under the name of their folder. */
export function asSources(files: Files, folder: string) {
  const paths = Object.keys(files).sort()
  return paths.map((inside) => ({ path: inside, file: `${folder}/${inside}`, text: files[inside] ?? '' }))
}

/** The corpus that files in memory make; files in `changes` take the place of the small corpus's own. */
export async function corpusWith(changes: Files = {}, company: Files = smallCompany): Promise<Corpus> {
  const files = { ...(await smallCorpus()), ...changes }
  return corpusOf('corpus', asSources(files, 'corpus'), companyOf(asSources(company, 'company')))
}

/** Writes files into a new temporary folder and returns it. */
export async function onDisk(files: Files): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'liuke-corpus-'))
  for (const [inside, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, inside)), { recursive: true })
    await writeFile(path.join(folder, inside), text)
  }
  return folder
}
