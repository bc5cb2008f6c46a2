/** What became of a conversation, from what is on record of it. */

import { describe, expect, it } from 'vitest'
import {
  type Closing,
  type EpisodeDecision,
  type EpisodeRecord,
  questionsIn,
  resolutionOf,
} from '../../src/conversations/episodes.ts'

const idle: Closing = { by: 'idle', agent: null, resolution: null }

/** Decisions one after the other, as `decision entry`. */
function decided(...words: readonly string[]): EpisodeDecision[] {
  return words.map((word, at) => {
    const [decision = '', entry = null] = word.split(' ')
    return { messageId: `m${at}`, decision, entry, at: at + 1 }
  })
}

function record(decisions: readonly EpisodeDecision[], changes: Partial<EpisodeRecord> = {}): EpisodeRecord {
  return { startedAt: 1, decisions, withPerson: false, helpful: null, doneAt: null, ...changes }
}

describe('the resolution of an episode', () => {
  it.each<[string, string, EpisodeRecord, Closing]>([
    [
      'what the agent says',
      'confirmed',
      record([], { withPerson: true }),
      { ...idle, by: 'agent', resolution: 'confirmed' },
    ],
    ['a person had it', 'escalated', record(decided('answer a.b'), { withPerson: true }), idle],
    ['an answer, and nothing after', 'assumed', record(decided('decline', 'answer a.b')), idle],
    ['an answer, then thanks', 'assumed', record(decided('answer a.b', 'answer talk.thanks')), idle],
    [
      'an answer that helped',
      'confirmed',
      record(decided('answer a.b', 'feedback'), { helpful: true }),
      idle,
    ],
    [
      'an answer that did not',
      'abandoned',
      record(decided('answer a.b', 'feedback'), { helpful: false }),
      idle,
    ],
    [
      'one that did not, then another',
      'assumed',
      record(decided('answer a.b', 'feedback', 'answer a.c'), { helpful: false }),
      idle,
    ],
    ['something was done', 'confirmed', record(decided('dialog plan.change', 'ask'), { doneAt: 3 }), idle],
    [
      'something was done, then an answer',
      'confirmed',
      record(decided('dialog a.b', 'answer a.c'), { doneAt: 1 }),
      idle,
    ],
    [
      'something was done, then a question was declined',
      'abandoned',
      record(decided('dialog a.b', 'decline'), { doneAt: 1 }),
      idle,
    ],
    ['a bill was shown', 'assumed', record(decided('dialog bill.view')), idle],
    ['declined at the end', 'abandoned', record(decided('answer a.b', 'decline')), idle],
    ['asked back at the end', 'abandoned', record(decided('answer a.b', 'ask')), idle],
    [
      'asked back, and answered',
      'assumed',
      record(decided('dialog bill.view', 'ask')),
      { ...idle, unfinished: false },
    ],
    [
      'a task waits for an answer',
      'abandoned',
      record(decided('dialog plan.change')),
      { ...idle, unfinished: true },
    ],
    ['nobody came', 'abandoned', record(decided('answer a.b', 'handoff svc.human')), idle],
    ['a greeting', 'abandoned', record(decided('answer talk.greet')), idle],
    ['nothing at all', 'abandoned', record([]), idle],
    ['news of ours after an answer', 'assumed', record(decided('answer a.b', 'dialog')), idle],
  ])('is, for “%s”, %s', (_what, resolution, of, closing) => {
    expect(resolutionOf(of, closing)).toBe(resolution)
  })

  it('counts messages that asked something, and those of them that were declined', () => {
    const [first, second, ...others] = decided(
      'answer a.b',
      'answer a.c',
      'decline',
      'answer talk.bye',
      'dialog',
    )
    const both = { ...second!, messageId: first!.messageId }
    expect(questionsIn([first!, both, ...others])).toEqual({ questions: 2, failed: 1 })
  })
})
