/** What a corpus in another format comes to: entries as far as it gives them, and what is lost on the way. */

import type { Validity } from '../../corpus/revisions/types.ts'
import type { Bilingual, EntryKind, Language } from '../../corpus/types.ts'
import { writtenLanguageOf } from '../../understanding/written-language.ts'

/** Formats other than our own YAML. */
export const foreignFormats = ['nlpjs', 'qna', 'rasa', 'csv', 'xlsx'] as const
export type ForeignFormat = (typeof foreignFormats)[number]
/** Ours, and those of others. */
export const exchangeFormats = ['yaml', ...foreignFormats] as const
export type ExchangeFormat = (typeof exchangeFormats)[number]

/** A file as it came, or as it is to be written. */
export interface ExchangedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** An entry as far as a format gives it; what is undefined it does not say. */
export interface GivenEntry {
  readonly id: string
  readonly kind?: EntryKind | undefined
  readonly dialog?: string | undefined
  readonly title?: Partial<Bilingual> | undefined
  readonly related?: readonly string[] | undefined
  readonly tags?: readonly string[] | undefined
  readonly valid?: Validity | undefined
  readonly phrases: Readonly<Record<Language, readonly string[]>>
  readonly answer: Readonly<Record<Language, readonly string[]>>
}

/** Something that is not kept; `words.ts` says it in a sentence. */
export const losses = [
  'renamed',
  'entities',
  'annotations',
  'regexes',
  'prompts',
  'sources',
  'metadata',
  'rules',
  'payloads',
  'phraseLong',
  'answerLong',
  'variants',
  'titles',
  'related',
  'tags',
  'validity',
  'dialogs',
  'kinds',
  'wording',
  'tests',
  'files',
  'strangers',
  'background',
] as const
export type Loss = (typeof losses)[number]

export interface Lost {
  readonly loss: Loss
  readonly count: number
  /** The first of them, cut short; null where there is nothing to show. */
  readonly example: string | null
}

/** What was read. */
export interface Given {
  readonly entries: readonly GivenEntry[]
  /** Questions that are nobody's business. */
  readonly background: readonly string[]
  readonly lost: readonly Lost[]
}

const EXAMPLE_LENGTH = 60

/** Counts what is not kept. */
export class Losses {
  readonly #found = new Map<Loss, { count: number; example: string | null }>()

  add(loss: Loss, example: string | null = null, count = 1): void {
    if (count === 0) return
    const known = this.#found.get(loss)
    if (known) known.count += count
    else this.#found.set(loss, { count, example: example?.slice(0, EXAMPLE_LENGTH) ?? null })
  }

  /** In the order in which they were first met. */
  get all(): readonly Lost[] {
    return [...this.#found].map(([loss, { count, example }]) => ({ loss, count, example }))
  }
}

/** Ids of entries, as `read-entries.ts` wants them. */
const ID = /^[a-z]+(?:\.[a-z0-9-]+)+$/
const ID_LENGTH = 80
/** Names under which others keep what is nobody's business. */
const BACKGROUND = /^(?:none|out[_-]?of[_-]?scope|nlu[_-]?fallback)$/i

export function isBackground(name: string): boolean {
  return BACKGROUND.test(name.trim())
}

/** Makes ids of names; the same name gives the same id, and two names never one. */
export class Ids {
  readonly #known = new Map<string, string>()
  readonly #taken = new Set<string>()
  readonly #losses: Losses

  constructor(losses: Losses) {
    this.#losses = losses
  }

  of(name: string): string {
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const wanted = idOf(name)
    let id = wanted
    for (let number = 2; this.#taken.has(id); number++) id = `${wanted.slice(0, ID_LENGTH - 5)}-${number}`
    if (id !== name) this.#losses.add('renamed', `${name.slice(0, 24)} → ${id}`)
    this.#known.set(name, id)
    this.#taken.add(id)
    return id
  }
}

/** `faq/ask_hours` becomes `faq.ask-hours`, `Greet` becomes `import.greet`, a Chinese name `import.entry`. */
function idOf(name: string): string {
  if (ID.test(name) && name.length <= ID_LENGTH) return name
  const parts = name
    .normalize('NFKD')
    .toLowerCase()
    .split(/[./:]+/)
    .map((part) =>
      part
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/-+/g, '-')
        .replace(/^-|-$/g, ''),
    )
    .filter(Boolean)
  const [first = '', ...rest] = parts
  const topic = /^[a-z]+$/.test(first) && rest.length > 0 ? first : 'import'
  const names = topic === first ? rest : parts
  return `${topic}.${names.join('.') || 'entry'}`.slice(0, ID_LENGTH).replace(/[-.]+$/, '')
}

/** The language a text is kept under: that of the whole file where it is known, else as it is written. */
export function languageOf(text: string, given: Language | null): Language {
  return given ?? (writtenLanguageOf(text) === 'en' ? 'en' : 'zh')
}

/** The language a file's name tells, as `nlu.zh.yml` does; null where it tells none. */
export function languageOfFile({ name }: ExchangedFile): Language | null {
  const told = /[._-](zh|en)(?:[_-][a-z]+)?\.[a-z]+$/i.exec(name)?.[1]?.toLowerCase()
  return told === 'zh' || told === 'en' ? told : null
}

/** Longest phrase and answer that are kept, in UTF-16 units. */
const PHRASE_LENGTH = 300
const ANSWER_LENGTH = 4000
const VARIANTS = 6

/** Collects what a format says of one entry, in whatever order. */
export class Gathering {
  readonly #entries = new Map<
    string,
    { zh: Set<string>; en: Set<string>; answers: { zh: string[]; en: string[] } }
  >()
  readonly #facts = new Map<string, Omit<GivenEntry, 'id' | 'phrases' | 'answer'>>()
  readonly #losses: Losses

  constructor(losses: Losses) {
    this.#losses = losses
  }

  /** Makes sure that there is such an entry. */
  #of(id: string) {
    const known = this.#entries.get(id)
    if (known) return known
    const made = { zh: new Set<string>(), en: new Set<string>(), answers: { zh: [], en: [] } }
    this.#entries.set(id, made)
    return made
  }

  phrase(id: string, language: Language, text: string): void {
    const plain = text.replace(/\s+/g, ' ').trim()
    const phrases = this.#of(id)[language]
    if (plain === '' || phrases.has(plain)) return
    if (plain.length > PHRASE_LENGTH) this.#losses.add('phraseLong', plain)
    else phrases.add(plain)
  }

  answer(id: string, language: Language, text: string): void {
    const plain = text.replace(/\r\n?/g, '\n').trim()
    const list = this.#of(id).answers[language]
    if (plain === '' || list.includes(plain)) return
    if (plain.length > ANSWER_LENGTH) this.#losses.add('answerLong', plain)
    else if (list.length === VARIANTS) this.#losses.add('variants', plain)
    else list.push(plain)
  }

  /** What else is said of it; what was said before stays where nothing new is said. */
  facts(id: string, facts: Omit<GivenEntry, 'id' | 'phrases' | 'answer'>): void {
    this.#of(id)
    const said = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
    this.#facts.set(id, { ...this.#facts.get(id), ...said })
  }

  get entries(): readonly GivenEntry[] {
    return [...this.#entries].map(([id, { zh, en, answers }]) => ({
      id,
      ...this.#facts.get(id),
      phrases: { zh: [...zh], en: [...en] },
      answer: answers,
    }))
  }
}
