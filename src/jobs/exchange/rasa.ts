/** NLU data and responses of Rasa (YAML, version 3): `nlu: - intent: … examples: |` and `responses: utter_…: - text: …`. */

import { parseDocument, stringify } from 'yaml'
import { z } from 'zod'
import type { EntryContent } from '../../corpus/revisions/types.ts'
import type { Language } from '../../corpus/types.ts'
import { LiukeError } from '../../errors.ts'
import {
  type ExchangedFile,
  Gathering,
  type Given,
  Ids,
  isBackground,
  Losses,
  languageOf,
  languageOfFile,
} from './given.ts'
import { notKept } from './nlpjs.ts'
import { plainText } from './plain-text.ts'

const MOST = 20_000
const text = z.string().max(1_000_000)
const examples = z.union([
  text,
  z.array(z.union([text, z.object({ text, metadata: z.unknown().optional() })])).max(MOST),
])
const nluItem = z.union([
  z.object({
    intent: z.string().min(1).max(200),
    examples: examples.default(''),
    metadata: z.unknown().optional(),
  }),
  z.record(z.string().max(200), z.unknown()),
])
const response = z.object({ text: text.optional() }).loose()
const fileShape = z
  .object({
    version: z.unknown().optional(),
    nlu: z.array(nluItem).max(MOST).nullish(),
    responses: z.record(z.string().max(200), z.array(response).max(MOST)).nullish(),
  })
  .loose()

/** `[Berlin](city)` and `[Berlin]{"entity": "city"}`: the text stays. */
const ANNOTATION = /\[([^\][]*)\](?:\([^()]*\)|\{[^{}]*\})/g
/** What stands beside intents in `nlu`, and in files of other kinds. */
const RULES = ['stories', 'rules', 'forms', 'slots', 'actions', 'entities', 'e2e_actions'] as const
const UTTER = /^utter_/

/**
 * Reads NLU files and domain files together.
 * @param language of the project, which has one; told text by text where it is null
 * @throws LiukeError `exchange_unreadable`
 */
export function readRasa(files: readonly ExchangedFile[], language: Language | null): Given {
  const losses = new Losses()
  const ids = new Ids(losses)
  const gathered = new Gathering(losses)
  const background: string[] = []
  const read = files.map((file) => ({ ...contentsOf(file), spoken: language ?? languageOfFile(file) }))
  const named = new Map<string, string>()
  for (const { nlu, spoken } of read)
    for (const item of nlu ?? []) {
      if (!isIntent(item)) {
        losses.add(
          'synonym' in item || 'lookup' in item ? 'entities' : 'regexes',
          Object.values(item).map(String)[0],
        )
        continue
      }
      const lines = linesOf(item.examples)
      if (isBackground(item.intent)) {
        background.push(...lines.map((line) => line.replace(ANNOTATION, '$1')))
        continue
      }
      const id = ids.of(item.intent)
      named.set(item.intent.replaceAll('/', '_'), id)
      for (const line of lines) {
        const plain = line.replace(ANNOTATION, '$1')
        if (plain !== line) losses.add('annotations', line)
        gathered.phrase(id, languageOf(plain, spoken), plain)
      }
    }
  for (const [at, value] of read.entries()) {
    const parts: Readonly<Record<string, unknown>> = value
    for (const part of RULES)
      if (parts[part] !== undefined) losses.add('rules', `${files[at]?.name}: ${part}`)
    for (const [name, variants] of Object.entries(value.responses ?? {})) {
      const id = named.get(name.replace(UTTER, '').replaceAll('/', '_'))
      for (const { text: said, ...rest } of variants) {
        if (Object.keys(rest).length > 0) losses.add('payloads', name)
        if (said === undefined) continue
        if (id === undefined) losses.add('wording', name)
        else gathered.answer(id, languageOf(said, value.spoken), said)
      }
    }
  }
  return { entries: gathered.entries, background, lost: losses.all }
}

function isIntent(
  item: z.output<typeof nluItem>,
): item is { intent: string; examples: z.output<typeof examples> } {
  return typeof item['intent'] === 'string'
}

function linesOf(given: z.output<typeof examples>): string[] {
  const lines =
    typeof given === 'string'
      ? given.split('\n').map((line) => line.replace(/^\s*-\s?/, ''))
      : given.map((one) => (typeof one === 'string' ? one : one.text))
  return lines.map((line) => line.trim()).filter(Boolean)
}

function contentsOf(file: ExchangedFile): z.output<typeof fileShape> {
  const written = plainText(file)
  const document = parseDocument(written, { schema: 'core', prettyErrors: false, uniqueKeys: false })
  const problem = document.errors[0]
  if (problem) throw unreadable(file, `it is not valid YAML near character ${problem.pos[0]}`)
  let value: unknown
  try {
    // Aliases are not resolved: a few of them can stand for gigabytes.
    value = document.toJS({ maxAliasCount: 0 })
  } catch {
    throw unreadable(file, 'it uses anchors (&name, *name)')
  }
  const read = fileShape.safeParse(value)
  if (read.success) return read.data
  throw unreadable(
    file,
    `it does not have the shape of Rasa’s data at ${read.error.issues[0]?.path.join('.')}`,
  )
}

function unreadable({ name }: ExchangedFile, why: string): LiukeError {
  return new LiukeError(
    'exchange_unreadable',
    `${name} cannot be read as data of Rasa: ${why}.`,
    'Give nlu.yml and domain.yml of a project of version 3.',
  )
}

/** NLU data and a domain with responses, one pair for each language, as its projects have one. */
export function writeRasa(
  entries: readonly EntryContent[],
  background: readonly string[],
): { files: ExchangedFile[]; lost: Losses } {
  const lost = new Losses()
  for (const entry of entries) notKept(lost, entry)
  const files = (['zh', 'en'] as const).flatMap((language) => {
    const none = background.filter((line) => languageOf(line, null) === language)
    const nlu = [
      ...entries.map(({ id, phrases }) => ({ intent: id, examples: listOf(phrases[language]) })),
      ...(none.length > 0 ? [{ intent: 'out_of_scope', examples: listOf(none) }] : []),
    ]
    const responses = Object.fromEntries(
      entries.map(({ id, answer }) => [`utter_${id}`, answer[language].map((said) => ({ text: said }))]),
    )
    const intents = nlu.map(({ intent }) => intent)
    return [
      { name: `nlu.${language}.yml`, bytes: yamlOf({ version: '3.1', nlu }) },
      { name: `domain.${language}.yml`, bytes: yamlOf({ version: '3.1', intents, responses }) },
    ]
  })
  return { files, lost }
}

/** Brackets would be read as annotations: they are written as their full width. */
function listOf(lines: readonly string[]): string {
  return lines.map((line) => `- ${line.replaceAll('[', '［').replaceAll(']', '］')}\n`).join('')
}

function yamlOf(value: object): Uint8Array {
  return Buffer.from(stringify(value, { lineWidth: 0 }))
}
