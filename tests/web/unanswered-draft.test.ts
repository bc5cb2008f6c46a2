/** What the page of unanswered questions proposes for a new entry. */

import { describe, expect, it } from 'vitest'
import { isEntryId, proposedEntry } from '../../src/web/console/unanswered/entry-draft.ts'

const examples = [
  { language: 'zh', text: '借雨伞要不要押金' },
  { language: 'en', text: 'Can I borrow an umbrella?' },
]

describe('a proposed entry', () => {
  it.each([
    ['the topic of the likeliest entry', [{ entry: 'svc.store', score: 0.4 }], 'svc.borrow-umbrella'],
    ['no topic of an unlikely one', [{ entry: 'pay.refund', score: 0.2 }], 'other.borrow-umbrella'],
    [
      'never small talk, which is not collected when it fails',
      [
        { entry: 'talk.joke', score: 0.5 },
        { entry: 'svc.store', score: 0.3 },
      ],
      'svc.borrow-umbrella',
    ],
    ['without candidates', [], 'other.borrow-umbrella'],
  ])('has %s', (_, candidates, id) => {
    const draft = proposedEntry({ examples, candidates })
    expect(draft).toMatchObject({ id, titleZh: '借雨伞要不要押金', titleEn: 'Can I borrow an umbrella?' })
    expect(isEntryId(draft.id)).toBe(true)
  })
})
