/** The desk's API of working together: notes, tags, snooze, blocks, verdicts, presence, ready texts. */

import type { Request, Server } from 'restify'
import { z } from 'zod'
import { listAccounts } from '../accounts/accounts.ts'
import { may, type Permission } from '../accounts/permissions.ts'
import type { Session } from '../accounts/sessions.ts'
import { blockNotice } from '../bot/block-notice.ts'
import { ownerEvent } from '../bot/owner-event.ts'
import type { Brain } from '../bot/turn.ts'
import { checked, HttpError, readJson, sendJson } from '../channels/http.ts'
import { findConversation } from '../conversations/start.ts'
import type { Store } from '../conversations/store.ts'
import { heardFrom } from '../services/agents.ts'
import { type Blocker, block, blockReasons, MOST_HOURS, unblock } from '../services/blocks.ts'
import { addNote, MAX_NOTE, takeBackNote } from '../services/notes.ts'
import { Presence } from '../services/presence.ts'
import { snooze, unsnooze } from '../services/snooze.ts'
import { MAX_TAGS, setTags } from '../services/tags.ts'
import { giveVerdict, verdicts } from '../services/verdicts.ts'
import type { PresenceAnswer } from './desk-work-types.ts'
import { deskSettings, presentItems } from './desk-work-view.ts'
import type { Gate } from './gate.ts'

/** What the routes need. */
export interface DeskCollaborationOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
}

const BASE = '/api/desk'
const ID = /^[\w-]{1,100}$/
/** Largest whole number both engines keep. */
const MAX_SEQ = 2_147_483_647

const noteShape = z.object({ text: z.string().trim().min(1).max(MAX_NOTE) })
const tagsShape = z.object({ tags: z.array(z.string().max(40)).max(MAX_TAGS) })
const snoozeShape = z.object({ until: z.int(), seenSeq: z.int().min(0).max(MAX_SEQ).optional() })
const verdictShape = z.object({ verdict: z.enum(verdicts) })
const blockShape = z.object({ hours: z.number(), reason: z.enum(blockReasons) })
const presenceShape = z.object({
  writing: z.boolean(),
  seenSeq: z.int().min(0).max(MAX_SEQ),
})

/** Adds the routes to a server. */
export function mountDeskCollaboration(
  server: Server,
  { store, gate, brain }: DeskCollaborationOptions,
): void {
  const presence = new Presence(store)

  /** A call that changes one conversation. */
  const route = <Body>(
    permission: Permission,
    shape: z.ZodType<Body>,
    act: (id: string, body: Body, session: Session, request: Request) => Promise<unknown>,
  ) =>
    gate.route(permission, async (request, response, session) => {
      const id = part(request, 'id', 'ConversationNotFound')
      const body = checked(shape, await readJson(request))
      if (!(await findConversation(store, id)))
        throw new HttpError(404, 'ConversationNotFound', 'There is no such conversation.')
      await act(id, body, session, request)
      sendJson(response, 200, { id })
    })
  const path = (name: string): string => `${BASE}/conversations/:id/${name}`
  const nothing = z.unknown()

  server.get(
    `${BASE}/settings`,
    gate.route('conversation.read', async (_request, response, session) => {
      sendJson(response, 200, deskSettings(brain(), blockerOf(session, brain()).maxHours))
    }),
  )
  server.post(
    path('notes'),
    route('conversation.answer', noteShape, (id, { text }, { account }) =>
      addNote(store, account.name, id, text),
    ),
  )
  server.del(
    path('notes/:note'),
    route('conversation.answer', nothing, (id, _body, { account }, request) =>
      takeBackNote(store, account.name, id, part(request, 'note', 'NoteNotFound')),
    ),
  )
  server.put(
    path('tags'),
    route('conversation.answer', tagsShape, async (id, { tags }, { account }) => {
      const known = new Set(brain().desk.tags.map((tag) => tag.id))
      await setTags(store, account.name, id, tags, known)
    }),
  )
  server.post(
    path('snooze'),
    route('conversation.answer', snoozeShape, (id, { until, seenSeq }, { account }) =>
      snooze(store, account.name, id, until, seenSeq),
    ),
  )
  server.del(
    path('snooze'),
    route('conversation.answer', nothing, (id, _body, { account }) => unsnooze(store, account.name, id)),
  )
  server.post(
    path('verdict'),
    route('conversation.answer', verdictShape, (id, { verdict }, { account }) =>
      giveVerdict(store, account.name, id, verdict, may(account.role, 'conversation.assign')),
    ),
  )
  server.post(
    path('block'),
    route('conversation.block', blockShape, (id, wish, session) =>
      block(store, blockerOf(session, brain()), id, wish, (conversation, until) => [
        blockNotice(brain(), conversation, until, store.now()),
        ownerEvent('closed'),
      ]),
    ),
  )
  server.del(
    path('block'),
    route('conversation.block', nothing, (id, _body, session) =>
      unblock(store, blockerOf(session, brain()), id),
    ),
  )
  server.post(
    path('presence'),
    gate.route('conversation.read', async (request, response, session) => {
      const id = part(request, 'id', 'ConversationNotFound')
      const seen = checked(presenceShape, await readJson(request))
      await heardFrom(store, session.account.name)
      const { present, lastSeq } = await presence.seen(session.account.name, id, seen)
      const names = present.length === 0 ? new Map<string, string>() : await namesOf(store)
      sendJson(response, 200, { present: presentItems(present, names), lastSeq } satisfies PresenceAnswer)
    }),
  )
}

/** How far somebody may go with blocks. */
function blockerOf({ account }: Session, { desk }: Brain): Blocker {
  const mayLift = may(account.role, 'conversation.unblock')
  return { account: account.name, mayLift, maxHours: mayLift ? MOST_HOURS : desk.blockHours }
}

async function namesOf(store: Store): Promise<ReadonlyMap<string, string>> {
  return new Map((await listAccounts(store)).map(({ name, displayName }) => [name, displayName]))
}

function part(request: Request, name: string, code: string): string {
  const value = String(request.params?.[name] ?? '')
  if (ID.test(value)) return value
  throw new HttpError(404, code, 'There is nothing of that name.')
}
