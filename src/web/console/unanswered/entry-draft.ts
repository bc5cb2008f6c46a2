/** A new entry while it is being written: what is proposed, and what is missing. Pure. */

import type { ClusterAnswer } from '../../../console/unanswered-types.ts'

export interface EntryDraft {
  readonly id: string
  readonly titleZh: string
  readonly titleEn: string
  readonly answerZh: string
  readonly answerEn: string
}

/** What has to be written in both languages, in the order of the form. */
export const texts = ['titleZh', 'titleEn', 'answerZh', 'answerEn'] as const

const ID = /^[a-z]+(?:\.[a-z0-9-]+)+$/
const LONGEST_ID = 80
/** Characters of a title, and of an answer. */
export const LONGEST = { titleZh: 120, titleEn: 120, answerZh: 4_000, answerEn: 4_000 } as const
/** From this score on, 0..1, what is asked has to do with the topic of an entry; small talk is nobody's topic. */
const LIKELY = 0.25
/** English words that say nothing about a topic. */
const SMALL = new Set(
  `a an and any are at be but can could did do does for from get got has have how i if in is it me my of on or
  please s so t that the there this to us was we what when where which who why will with would you your`.split(
    /\s+/,
  ),
)

/** What an entry is proposed from. */
export interface Proposing {
  readonly examples: readonly Pick<ClusterAnswer['examples'][number], 'language' | 'text'>[]
  readonly candidates: readonly Pick<ClusterAnswer['candidates'][number], 'entry' | 'score'>[]
}

/** Proposes an id of the likeliest topic and the words of an English question, and titles from the questions. */
export function proposedEntry({ examples, candidates }: Proposing): EntryDraft {
  const titleZh = examples.find(({ language }) => language === 'zh')?.text.slice(0, LONGEST.titleZh) ?? ''
  const titleEn = examples.find(({ language }) => language === 'en')?.text.slice(0, LONGEST.titleEn) ?? ''
  const likely = candidates.find(({ entry, score }) => score >= LIKELY && !entry.startsWith('talk.'))
  const topic = likely?.entry.split('.')[0] ?? 'other'
  const telling = (titleEn.toLowerCase().match(/[a-z0-9]+/g) ?? []).filter((word) => !SMALL.has(word))
  const slug = telling.slice(0, 3).join('-').slice(0, 40)
  return { id: `${topic}.${slug || 'new'}`, titleZh, titleEn, answerZh: '', answerEn: '' }
}

/** Takes an agent's answer over, in its language; in the one that is empty where it is mixed. */
export function withAnswer(draft: EntryDraft, answer: string, language: string): EntryDraft {
  const text = answer.slice(0, LONGEST.answerZh)
  if (language === 'en' || (language !== 'zh' && draft.answerZh !== '')) return { ...draft, answerEn: text }
  return { ...draft, answerZh: text }
}

export function isEntryId(id: string): boolean {
  return ID.test(id) && id.length <= LONGEST_ID
}

export function missingIn(draft: EntryDraft): (typeof texts)[number][] {
  return texts.filter((text) => draft[text].trim() === '')
}
