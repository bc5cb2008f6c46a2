import { describe, expect, it } from 'vitest'
import { type ConversationSignals, liveRisk, riskBand } from '../../src/churn/live.ts'
import { logitOf, probabilityOf } from '../../src/churn/logit.ts'

const NOTHING: ConversationSignals = {
  cancel: false,
  negativeMood: false,
  failedAnswers: 0,
  repeatTicket: false,
  resolved: false,
}
const EVERYTHING_BAD = { cancel: true, negativeMood: true, failedAnswers: 5, repeatTicket: true }

describe('the risk in a conversation', () => {
  it.each<[string, Partial<ConversationSignals>, number]>([
    ['nothing', {}, 0],
    ['a wish to cancel', { cancel: true }, 2],
    ['anger', { negativeMood: true }, 0.5],
    ['one failed answer', { failedAnswers: 1 }, 0.4],
    ['two failed answers', { failedAnswers: 2 }, 0.8],
    ['nine failed answers', { failedAnswers: 9 }, 0.8],
    ['a number that is none', { failedAnswers: Number.NaN }, 0],
    ['a ticket about the same', { repeatTicket: true }, 0.4],
    ['a solution', { resolved: true }, -0.5],
    ['anger, then a solution', { negativeMood: true, resolved: true }, 0],
    ['everything bad, capped', EVERYTHING_BAD, 3],
  ])('moves by %s', (_name, signals, shift) => {
    const { logit, probability } = liveRisk(-1.5, { ...NOTHING, ...signals })
    expect(logit).toBeCloseTo(-1.5 + shift, 12)
    expect(probability).toBeCloseTo(probabilityOf(-1.5 + shift), 12)
  })

  it('says what counted, and by how much', () => {
    const { signals } = liveRisk(0, { ...NOTHING, cancel: true, failedAnswers: 3, resolved: true })
    expect(signals).toEqual([
      { signal: 'cancel', shift: 2 },
      { signal: 'failedAnswers', shift: 0.8 },
      { signal: 'resolved', shift: -0.5 },
    ])
  })
})

describe('the band of a risk', () => {
  it.each([
    [0, 'low'],
    [0.19999, 'low'],
    [0.2, 'medium'],
    [0.39999, 'medium'],
    [0.4, 'high'],
    [1, 'high'],
  ])('of %d is %s', (probability, band) => expect(riskBand(probability)).toBe(band))
})

describe('logits', () => {
  it.each([0.001, 0.27, 0.5, 0.999])('of %d lead back to it', (probability) => {
    expect(probabilityOf(logitOf(probability))).toBeCloseTo(probability, 12)
  })

  it('stay probabilities however large they are', () => {
    expect(probabilityOf(1e9)).toBe(1)
    expect(probabilityOf(-1e9)).toBe(0)
  })
})
