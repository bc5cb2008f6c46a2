/** The console's API of the draft: items, search, changes, checks. */

import type { Request, Response, Server } from 'restify'
import { checked, HttpError, readJson, sendJson } from '../channels/http.ts'
import type { Curation } from '../corpus/revisions/context.ts'
import {
  changeItem,
  changeMany,
  type DraftChange,
  discardItems,
  editItem,
  undoChanges,
  versionOf,
} from '../corpus/revisions/draft.ts'
import { LiukeError } from '../errors.ts'
import { rewritten } from './corpus-editor-bulk.ts'
import { checkItem } from './corpus-editor-check.ts'
import { choicesOf } from './corpus-editor-choices.ts'
import { allItems, DraftView } from './corpus-editor-draft.ts'
import { itemAnswer } from './corpus-editor-item.ts'
import { notePresence, othersAt } from './corpus-editor-presence.ts'
import {
  bulkShape,
  changeShape,
  checkShape,
  discardShape,
  itemsShape,
  keyShape,
  phrasesShape,
  presenceShape,
  undoShape,
} from './corpus-editor-shapes.ts'
import type { BulkAnswer, BulkDeed, PresenceAnswer } from './corpus-types.ts'
import type { Gate } from './gate.ts'

const BASE = '/api/console/corpus'
/** Largest change, in bytes: a whole file, as JSON. */
const MAX_BYTES = 2 * 1024 * 1024

/** Adds the routes to a server. */
export function mountCorpusEditor(
  server: Server,
  { gate, curation }: { readonly gate: Gate; readonly curation: Curation },
): void {
  const view = new DraftView(curation)
  const { store } = curation

  server.get(
    `${BASE}/items`,
    gate.route('corpus.read', async (request, response, { account }) => {
      sendJson(response, 200, await view.list(checked(itemsShape, queryOf(request)), account.name))
    }),
  )
  server.get(
    `${BASE}/draft`,
    gate.route('corpus.read', async (_request, response) => sendJson(response, 200, await view.answer())),
  )
  server.get(
    `${BASE}/choices`,
    gate.route('corpus.read', async (_request, response) => {
      const { items } = await view.read()
      sendJson(response, 200, choicesOf(items, view.reader, curation.corpus().company))
    }),
  )
  server.get(
    `${BASE}/item`,
    gate.route('corpus.read', async (request, response, { account }) => {
      const key = checked(keyShape, queryOf(request)['key'])
      sendJson(response, 200, await itemAnswer(curation, view, key, account.name))
    }),
  )
  server.put(
    `${BASE}/item`,
    gate.route('corpus.edit', async (request, response, { account }) => {
      const change = checked(changeShape, await readJson(request, MAX_BYTES))
      await orConflict(response, change.key, account.name, async () => {
        const done = await changeItem(curation, account.name, change)
        sendJson(response, 200, await itemAnswerOrGone(change.key, account.name, done.change))
      })
    }),
  )
  server.post(
    `${BASE}/item/phrases`,
    gate.route('corpus.edit', async (request, response, { account }) => {
      const { key, zh, en } = checked(phrasesShape, await readJson(request))
      await editItem(curation, account.name, key, (now) => {
        if (now?.kind !== 'entry')
          throw new HttpError(404, 'ItemNotFound', `The draft has no entry ${key} that takes phrases.`)
        const { phrases } = now.entry
        const added = { zh: withNew(phrases.zh, zh), en: withNew(phrases.en, en) }
        return { kind: 'entry', entry: { ...now.entry, phrases: added } }
      })
      sendJson(response, 200, await itemAnswer(curation, view, key, account.name))
    }),
  )
  server.post(
    `${BASE}/undo`,
    gate.route('corpus.edit', async (request, response, { account }) => {
      const wanted = checked(undoShape, await readJson(request, MAX_BYTES))
      await undoChanges(curation, account.name, 'change' in wanted ? [wanted.change] : wanted.changes)
      sendJson(response, 200, {})
    }),
  )
  server.post(
    `${BASE}/discard`,
    gate.route('corpus.edit', async (request, response, { account }) => {
      const { keys } = checked(discardShape, await readJson(request, MAX_BYTES))
      await discardItems(curation, account.name, keys)
      sendJson(response, 200, {})
    }),
  )
  server.post(
    `${BASE}/presence`,
    gate.route('corpus.read', async (request, response, { account }) => {
      const { key, editing } = checked(presenceShape, await readJson(request))
      await notePresence(store, { key, account: account.name, editing })
      const open = (await othersAt(store, account.name, key)).get(key) ?? []
      const version = versionOf(await view.read(), key)
      sendJson(response, 200, { open, version } satisfies PresenceAnswer)
    }),
  )
  server.post(
    `${BASE}/check`,
    gate.route('corpus.read', async (request, response) => {
      const { key, content } = checked(checkShape, await readJson(request, MAX_BYTES))
      sendJson(response, 200, await checkItem(curation, view, key, content))
    }),
  )
  server.post(
    `${BASE}/bulk`,
    gate.route('corpus.edit', async (request, response, { account }) => {
      const { keys, ...deed } = checked(bulkShape, await readJson(request, MAX_BYTES))
      // The shape is that of a bulk deed, with the keys beside it.
      const changes = await bulk(keys, deed as BulkDeed, account.name)
      sendJson(response, 200, { changed: changes.length, changes } satisfies BulkAnswer)
    }),
  )

  async function bulk(keys: readonly string[], deed: BulkDeed, actor: string): Promise<readonly string[]> {
    if (deed.deed === 'discard') {
      const done = await discardItems(curation, actor, keys)
      return done.map(({ change }) => change)
    }
    const draft = await view.read()
    const wanted = new Set(keys)
    const changes = draft.items.flatMap((item): DraftChange[] => {
      if (!wanted.has(item.key)) return []
      const same = { key: item.key, version: versionOf(draft, item.key) }
      if (deed.deed === 'remove') return item.kind === 'file' ? [] : [{ ...same, content: null }]
      const { content } = view.reader.read(item)
      const after = content === null ? null : rewritten(content, deed)
      return after === null ? [] : [{ ...same, content: after }]
    })
    if (changes.length === 0) return []
    return (await changeMany(curation, actor, changes)).map(({ change }) => change)
  }

  /** What was saved; an entry that was taken out and never was live is gone. */
  async function itemAnswerOrGone(
    key: string,
    account: string,
    change: string | null = null,
  ): Promise<object> {
    const draft = await view.read()
    return allItems(draft).some((item) => item.key === key)
      ? itemAnswer(curation, view, key, account)
      : { key, gone: true, change }
  }

  /** A change made from what is not there any more is answered with what is. */
  async function orConflict(
    response: Response,
    key: string,
    account: string,
    act: () => Promise<void>,
  ): Promise<void> {
    try {
      await act()
    } catch (error) {
      if (!(error instanceof LiukeError && error.code === 'draft_conflict')) throw error
      const current = await itemAnswerOrGone(key, account)
      const message = `${error.message} ${error.advice}`
      sendJson(response, 409, { error: { code: 'DraftConflict', message }, current })
    }
  }
}

/** The parameters of an address, less the empty ones. */
function queryOf(request: Request): Record<string, string> {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
  return Object.fromEntries([...searchParams].filter(([, value]) => value !== ''))
}

function withNew(phrases: readonly string[], more: readonly string[]): readonly string[] {
  const added = more.map((text) => text.trim()).filter((text) => text !== '' && !phrases.includes(text))
  return [...phrases, ...new Set(added)]
}
