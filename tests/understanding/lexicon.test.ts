import { describe, expect, it } from 'vitest'
import { type Dictionary, readDictionary } from '../../src/understanding/classifier/dictionary.ts'
import {
  directionOf,
  type Lexicon,
  learnLexicon,
  meaningsOf,
} from '../../src/understanding/classifier/lexicon.ts'
import { normalise } from '../../src/understanding/normalise.ts'

const lexicon = learnLexicon(readDictionary(), [], true)

/** The stems a text means, in alphabetical order. */
function stemsOf(text: string, from: Lexicon = lexicon): string[] {
  return [...meaningsOf(normalise(text), from).keys()].map((id) => from.stems[id]!).sort()
}

/** Cosine of the directions of two texts. */
function likeness(a: string, b: string, from: Lexicon = lexicon): number {
  const [x, y] = [a, b].map((text) => directionOf(meaningsOf(normalise(text), from), from))
  const product = (p: Float32Array, q: Float32Array) => p.reduce((sum, value, i) => sum + value * q[i]!, 0)
  return product(x!, y!) / Math.sqrt(product(x!, x!) * product(y!, y!))
}

describe('the dictionary', () => {
  it('gives English stems of Chinese words', () => {
    const { words } = readDictionary()
    expect(words.get('账单')).toContain('bill')
    expect(words.get('退款')).toContain('refund')
  })

  it('leaves out names of people and places, which mean nothing to a company', () => {
    expect(readDictionary().words.has('刘备')).toBe(false)
  })
})

describe('meanings', () => {
  it('are shared by Chinese words and English ones', () => {
    expect(stemsOf('退款')).toContain('refund')
    expect(stemsOf('give me a REFUND')).toContain('refund')
  })

  it('are those of the longest word that is known', () => {
    expect(stemsOf('信用卡')).toEqual(expect.arrayContaining(['card', 'credit']))
    expect(stemsOf('信用卡')).not.toContain('letter')
  })

  it('count how often they are meant', () => {
    const counts = meaningsOf('refund refund', lexicon)
    expect([...counts.values()]).toEqual([2])
  })

  it('are none where nothing is known', () => {
    expect(stemsOf('qwzx 12 !? 😀')).toEqual([])
    expect([...directionOf(new Map(), lexicon)].every((value) => value === 0)).toBe(true)
  })
})

describe('directions', () => {
  it('lie nearer to each other the more alike texts are', () => {
    expect(likeness('refund', 'money')).toBeGreaterThan(likeness('refund', 'weather'))
    expect(likeness('退款', 'refund')).toBeGreaterThan(likeness('退款', 'weather'))
  })

  it('learn from questions nobody has labelled', () => {
    // Nothing but these questions connects a "zorp" with a "blick".
    const questions = Array.from({ length: 30 }, (_, i) => `my zorp and my blick number${'x'.repeat(i % 3)}`)
    const taught = learnLexicon(readDictionary(), questions, true)
    expect(lexicon.stemNumbers.has('zorp')).toBe(false)
    expect(likeness('zorp', 'blick', taught)).toBeGreaterThan(0.9)
  })

  it('are the same to the bit each time they are learned', () => {
    const dictionary: Dictionary = readDictionary()
    const again = learnLexicon({ ...dictionary }, [], true)
    expect(again).not.toBe(lexicon)
    expect(Buffer.from(again.vectors.buffer).equals(Buffer.from(lexicon.vectors.buffer))).toBe(true)
  })
})
