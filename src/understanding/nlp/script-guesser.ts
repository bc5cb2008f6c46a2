/** NLP.js' notion of a language guesser, by script: any Chinese character means Chinese. */
import { hasHan } from '../script.ts'

/** One guess, as NLP.js wants it. */
interface Guess {
  readonly alpha2: string
  readonly alpha3: string
  readonly language: string
  readonly score: number
}

/**
 * Registered in the container in place of NLP.js' guesser, which calls "wifi 连不上" English and writes what
 * it is trained with into data all instances share. Keeps nothing.
 */
export class ScriptGuesser {
  readonly languagesAlpha2 = {
    zh: { alpha2: 'zh', alpha3: 'cmn', name: 'Chinese' },
    en: { alpha2: 'en', alpha3: 'eng', name: 'English' },
  }
  /** NLP.js stores these with a model; there are none. */
  readonly extraSentences: never[] = []

  /** The language of a text, as a list of one. */
  guess(utterance: unknown): Guess[] {
    const { name, ...language } = this.languagesAlpha2[hasHan(String(utterance ?? '')) ? 'zh' : 'en']
    return [{ ...language, language: name, score: 1 }]
  }

  /** Examples teach nothing to a rule. */
  addExtraSentence(): void {}

  /** What a language package knows of its letters is not needed either. */
  addModel(): void {}
}
