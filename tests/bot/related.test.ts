/** Below an answer stand the lead's own related questions first, then what visitors ask together. */

import { expect, it } from 'vitest'
import { relatedQuestions } from '../../src/bot/related.ts'

const offered = (id: string): boolean => id !== 'talk.greet' && id !== 'gone'

it.each([
  ['the lead’s own come first, learnt ones fill up to three', ['a', 'b'], ['c', 'd'], ['a', 'b', 'c']],
  ['three of the lead’s own leave no room', ['a', 'b', 'c'], ['d'], ['a', 'b', 'c']],
  ['each stands once', ['a'], ['a', 'b'], ['a', 'b']],
  ['never the question itself, small talk, or what is gone', [], ['me', 'talk.greet', 'gone', 'b'], ['b']],
  ['nothing learnt changes nothing', ['a'], [], ['a']],
])('%s', (_, curated, learned, expected) => {
  expect(relatedQuestions('me', curated, learned, offered)).toEqual(expected)
})
