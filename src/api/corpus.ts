/** The corpus over the public API: its revision, its entries with filled answers, and what a question is understood as. */

import { z } from 'zod'
import type { Brain } from '../bot/turn.ts'
import { answerOf } from '../corpus/answers.ts'
import type { Entry } from '../corpus/types.ts'
import { ApiError } from './errors.ts'
import { pageOf, pageQuery, positionFrom } from './pages.ts'
import { type Call, type Reply, type Route, route } from './route.ts'
import { textShape } from './text.ts'

/** Longest question, in UTF-16 units. */
const MAX_QUESTION = 500
const CANDIDATES = 5

const listQuery = z.strictObject({ ...pageQuery, kind: z.enum(['faq', 'dialog', 'small-talk']).optional() })
const searchBody = z.strictObject({
  text: textShape(MAX_QUESTION),
})

/** The routes. */
export function corpusRoutes(brain: () => Brain): Route[] {
  return [
    route({
      method: 'get',
      path: '/corpus',
      scope: 'corpus:read',
      act: async (call) => {
        const { corpus, model } = brain()
        const body = { revision: corpus.hash, model, entries: corpus.entries.size }
        // The model is trained anew without the corpus changing, too.
        return tagged(call, `${corpus.hash.slice(0, 32)}.${model}`, () => body)
      },
    }),
    route({
      method: 'get',
      path: '/corpus/entries',
      scope: 'corpus:read',
      query: listQuery,
      act: async (call, { query: { kind, cursor, limit } }) => {
        const { corpus } = brain()
        const after = positionFrom(cursor)?.id ?? ''
        const entries = [...corpus.entries.values()]
          .filter((entry) => (kind === undefined || entry.kind === kind) && entry.id > after)
          .sort((a, b) => (a.id < b.id ? -1 : 1))
        const page = await pageOf(entries, limit, ({ id }) => ({ at: 0, id }), entryItem)
        return tagged(call, corpus.hash.slice(0, 32), () => ({ revision: corpus.hash, ...page }))
      },
    }),
    route({
      method: 'get',
      path: '/corpus/entries/:id',
      scope: 'corpus:read',
      act: async (call) => {
        const { corpus } = brain()
        const entry = corpus.entries.get(call.param('id'))
        if (!entry)
          throw new ApiError(
            404,
            'entry_unknown',
            'The corpus has no such entry.',
            'Read the list of entries.',
          )
        return tagged(call, corpus.hash.slice(0, 32), () => ({
          revision: corpus.hash,
          ...entryItem(entry),
          answer: { zh: answerOf(corpus, entry.id, 'zh'), en: answerOf(corpus, entry.id, 'en') },
          phrases: entry.phrases,
        }))
      },
    }),
    route({
      method: 'post',
      path: '/corpus/search',
      scope: 'corpus:read',
      body: searchBody,
      act: async (_call, { body: { text } }) => {
        const { corpus, model, understand } = brain()
        const { band, confidence, candidates } = await understand(text)
        return {
          body: {
            revision: corpus.hash,
            model,
            band,
            confidence,
            candidates: candidates.slice(0, CANDIDATES).map(({ intent, probability }) => ({
              entry: intent,
              title: corpus.entries.get(intent)?.title ?? null,
              probability,
            })),
          },
        }
      },
    }),
  ]
}

function entryItem({ id, kind, dialog, title, related }: Entry): object {
  return { id, kind, dialog: dialog ?? null, title, related }
}

/** What changes with its tag alone: whoever has it already is told that nothing has changed. */
function tagged(call: Call, tag: string, body: () => object): Reply {
  const etag = `"${tag}"`
  const known = String(call.request.headers['if-none-match'] ?? '')
    .split(',')
    .map((given) => given.trim().replace(/^W\//, ''))
  const headers = { etag }
  return known.includes(etag) ? { status: 304, body: null, headers } : { body: body(), headers }
}
