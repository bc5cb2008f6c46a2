/**
 * Connects texts of two languages by what the dictionary says their words mean. Within one language likeness is far
 * higher than glosses make it across, so pairs of two languages have a likeness of their own, by words alone.
 */

import { eachUnit, type Lexicon } from '../classifier/lexicon.ts'
import { commonness } from './feature-weights.ts'

const HAN = /\p{Script=Han}/u
const WORD_KEY = 'w'
/** Only stems that stand in texts of both languages connect any. */
const BOTH = 3
/** Texts without any of the words, so that where few ask about one thing its words are not taken for common. */
export const UNSEEN = 50

/** Stems texts of both languages mean, as sparse rows: two texts of two languages are as alike as their product. */
export interface Bridges {
  /** Whether text `i` has Chinese characters; all others are taken for English. */
  readonly isChinese: readonly boolean[]
  readonly stems: number
  readonly starts: Int32Array
  readonly ids: Int32Array
  readonly values: Float32Array
}

/** Normalised texts that say what is usual, and what each counts for beside those that are grouped. */
export interface Usual {
  readonly forms: readonly string[]
  readonly each: number
}

/**
 * A stem weighs as much as the rarest word of the text that may mean it, of all words of the text: that a word may mean
 * many things makes it no less telling.
 */
export function bridgesOf(forms: readonly string[], lexicon: Lexicon, usual: Usual): Bridges {
  const isChinese = forms.map((form) => HAN.test(form))
  const units = forms.map((form) => unitsOf(form, lexicon))
  const rarity = rarityOf(units, isChinese, usual, lexicon)
  const sides = new Map<string, number>()
  for (const [text, own] of units.entries()) {
    const side = isChinese[text] ? 1 : 2
    for (const stems of own.values()) for (const stem of stems) sides.set(stem, (sides.get(stem) ?? 0) | side)
  }
  const numbers = new Map<string, number>()
  for (const [stem, side] of sides) if (side === BOTH) numbers.set(stem, numbers.size)
  const starts = new Int32Array(forms.length + 1)
  const ids: number[] = []
  const values: number[] = []
  for (const [text, own] of units.entries()) {
    const weights = new Map<number, number>()
    let squares = 0
    for (const [word, stems] of own) {
      const rare = rarity(word, isChinese[text]!)
      squares += rare * rare
      for (const stem of stems) {
        const id = numbers.get(stem)
        if (id !== undefined) weights.set(id, Math.max(weights.get(id) ?? 0, rare))
      }
    }
    for (const [id, weight] of weights) {
      ids.push(id)
      values.push(weight / Math.sqrt(squares || 1))
    }
    starts[text + 1] = ids.length
  }
  return {
    isChinese,
    stems: numbers.size,
    starts,
    ids: Int32Array.from(ids),
    values: Float32Array.from(values),
  }
}

/** Words of a text and the stems each may mean. */
function unitsOf(form: string, lexicon: Lexicon): Map<string, readonly string[]> {
  const units = new Map<string, readonly string[]>()
  eachUnit(form, lexicon, (word, stems) => units.set(word, stems))
  return units
}

/** How rare a word is among texts of its language, and how little every question may have it. */
function rarityOf(
  units: readonly ReadonlyMap<string, unknown>[],
  isChinese: readonly boolean[],
  usual: Usual,
  lexicon: Lexicon,
): (word: string, chinese: boolean) => number {
  const frequency = [new Map<string, number>(), new Map<string, number>()]
  const sizes = [0, 0]
  const count = (words: Iterable<string>, chinese: boolean, weight: number): void => {
    const side = Number(chinese)
    sizes[side]! += weight
    for (const word of words) frequency[side]!.set(word, (frequency[side]!.get(word) ?? 0) + weight)
  }
  for (const [text, own] of units.entries()) count(own.keys(), isChinese[text]!, 1)
  for (const form of usual.forms) count(unitsOf(form, lexicon).keys(), HAN.test(form), usual.each)
  return (word, chinese) => {
    const side = Number(chinese)
    const rare = Math.log((1 + sizes[side]! + UNSEEN) / (frequency[side]!.get(word) ?? 1))
    return Math.max(0, rare) * commonness(WORD_KEY + word)
  }
}
