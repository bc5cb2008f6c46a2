/** The console's API of the team's numbers: queues, waits, service levels, agents, ratings, outcomes. */

import type { Request, Server } from 'restify'
import { z } from 'zod'
import { listAccounts } from '../accounts/accounts.ts'
import type { Brain } from '../bot/turn.ts'
import { checked, sendJson } from '../channels/http.ts'
import { momentOf } from '../company/clock.ts'
import type { Store } from '../conversations/store.ts'
import { addDays, dayIn } from '../customers/calendar.ts'
import { isQueueOpen } from '../handoff/queue-hours.ts'
import {
  daysOf,
  type Handoff,
  periodOf,
  type Records,
  ratedOf,
  readRecords,
  serviceOf,
} from '../jobs/team-report.ts'
import { DEFAULT_DAYS, uplift } from '../jobs/uplift.ts'
import { type AgentState, listAgents } from '../services/agents.ts'
import { aboutRule } from './desk-view.ts'
import type { Gate } from './gate.ts'
import type {
  AgentFigures,
  QueueFigures,
  RuleFigures,
  SavesAnswer,
  TeamNowAnswer,
  TeamReportAnswer,
} from './team-types.ts'

/** What the routes need. */
export interface TeamOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
}

const BASE = '/api/console/team'
const MOST_DAYS = 366

const day = z
  .string()
  .regex(/^2[01]\d\d-\d\d-\d\d$/)
  .refine((text) => !Number.isNaN(Date.parse(text)), 'is no day')
const daysShape = z.strictObject({ days: z.coerce.number().int().min(1).max(MOST_DAYS) })
const periodShape = z
  .strictObject({ from: day, to: day })
  .refine(({ from, to }) => from <= to, 'from is after to')
  .refine(({ from, to }) => daysBetween(from, to) <= MOST_DAYS, `is longer than ${MOST_DAYS} days`)

/** Adds the routes to a server. */
export function mountTeam(server: Server, { store, gate, brain }: TeamOptions): void {
  server.get(
    `${BASE}/now`,
    gate.route('team.read', async (_request, response) => {
      sendJson(response, 200, await nowAnswer(store, brain()))
    }),
  )
  server.get(
    `${BASE}/report`,
    gate.route('team.read', async (request, response) => {
      const period = periodIn(request, store.now(), brain().corpus.company.timeZone)
      sendJson(response, 200, await reportAnswer(store, brain(), period))
    }),
  )
  server.get(
    `${BASE}/saves`,
    gate.route('team.read', async (_request, response) => {
      sendJson(response, 200, await savesAnswer(store, brain()))
    }),
  )
}

/** The period that is asked for: two days, or the last so many of the company's. @throws HttpError 400 */
function periodIn(request: Request, now: number, timeZone: string): z.output<typeof periodShape> {
  const given = Object.fromEntries(new URLSearchParams(request.getQuery()))
  if (!('days' in given)) return checked(periodShape, given)
  const to = dayIn(now, timeZone)
  return { from: addDays(to, 1 - checked(daysShape, given).days), to }
}

/** Both days counted. */
function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
}

async function nowAnswer(store: Store, { rules, corpus }: Brain): Promise<TeamNowAnswer> {
  const now = store.now()
  const agents = await listAgents(store)
  const waiting = await store.db
    .selectFrom('conversations')
    .select((e) => [
      'queue',
      e.fn.countAll<number>().as('waiting'),
      e.fn.min('waiting_since').as('first'),
      e.fn.sum<number>(e.case().when('answer_due_at', '<', now).then(1).else(0).end()).as('overdue'),
    ])
    .where('owner', '=', 'queued')
    .groupBy('queue')
    .execute()
  const byQueue = new Map(waiting.map((row) => [row.queue ?? '', row]))
  const owners = await store.db
    .selectFrom('conversations')
    .select((e) => ['owner', e.fn.countAll<number>().as('n')])
    .where('owner', 'in', ['bot', 'human', 'queued'])
    .groupBy('owner')
    .execute()
  const count = (owner: string): number => Number(owners.find((row) => row.owner === owner)?.n ?? 0)
  return {
    queues: [...rules.queues.values()].map((queue) => {
      const row = byQueue.get(queue.id)
      const first = row?.first ?? null
      return {
        id: queue.id,
        name: queue.name,
        open: isQueueOpen(queue, corpus.company, now),
        waiting: Number(row?.waiting ?? 0),
        overdue: Number(row?.overdue ?? 0),
        longestWaitMs: first === null ? null : now - Number(first),
        available: agents.filter((agent) => serves(agent, queue.id)).length,
      }
    }),
    agents: agents.map(({ account, status, since, active, capacity }) => ({
      ...{ name: account.name, displayName: account.displayName },
      ...{ status, since, active, capacity },
    })),
    conversations: { bot: count('bot'), human: count('human'), queued: count('queued') },
    now,
    timeZone: corpus.company.timeZone,
  }
}

function serves({ status, queues }: AgentState, queue: string): boolean {
  return status === 'available' && (queues === null || queues.includes(queue))
}

async function reportAnswer(
  store: Store,
  brain: Brain,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<TeamReportAnswer> {
  const now = store.now()
  const { timeZone } = brain.corpus.company
  const length = daysBetween(from, to)
  const before = { from: addDays(from, -length), to: addDays(from, -1) }
  const read = (first: string, last: string): Promise<Records> =>
    readRecords(store, momentOf(first, 0, timeZone), momentOf(addDays(last, 1), 0, timeZone))
  const current = await read(from, to)
  const previous = await read(before.from, before.to)
  const days = (first: string): string[] => Array.from({ length }, (_, at) => addDays(first, at))
  const names = new Map((await listAccounts(store)).map(({ name, displayName }) => [name, displayName]))
  return {
    ...{ from, to, before },
    current: periodOf(current, now),
    previous: periodOf(previous, now),
    days: daysOf(current, days(from), timeZone, now),
    daysBefore: daysOf(previous, days(before.from), timeZone, now),
    queues: queuesOf(current, brain, now),
    agents: agentsOf(current, names, now),
    rules: rulesOf(current, brain),
    ...{ now, timeZone },
  }
}

function queuesOf({ handoffs }: Records, { rules }: Brain, now: number): QueueFigures[] {
  return [...Map.groupBy(handoffs, ({ queue }) => queue)]
    .map(([queue, some]) => ({
      queue,
      name: rules.queues.get(queue ?? '')?.name ?? {
        zh: queue ?? '未经排队',
        en: queue ?? 'Taken without waiting',
      },
      service: serviceOf(some, now),
    }))
    .sort((a, b) => b.service.handoffs - a.service.handoffs)
}

/** By whoever took it first; what a program of the company took is told by the program. */
function agentsOf(
  { handoffs, ratings }: Records,
  names: ReadonlyMap<string, string>,
  now: number,
): AgentFigures[] {
  const taken = Map.groupBy(handoffs, ({ claimed_by }) => claimed_by ?? '')
  const rated = Map.groupBy(ratings, ({ agent }) => agent ?? '')
  return [...new Set([...taken.keys(), ...rated.keys()])]
    .filter((name) => name !== '')
    .map((agent) => ({
      agent,
      displayName: names.get(agent) ?? agent,
      service: serviceOf(taken.get(agent) ?? [], now),
      ratings: ratedOf(rated.get(agent) ?? []),
    }))
    .sort((a, b) => b.service.handoffs - a.service.handoffs || (a.agent < b.agent ? -1 : 1))
}

function rulesOf({ handoffs }: Records, brain: Brain): RuleFigures[] {
  const verdicts = (some: readonly Handoff[], verdict: Handoff['verdict']): number =>
    some.filter((one) => one.verdict === verdict).length
  return [...Map.groupBy(handoffs, ({ rule }) => rule)]
    .flatMap(([rule, some]) =>
      rule === null
        ? []
        : {
            rule,
            about: aboutRule(brain, rule),
            handoffs: some.length,
            right: verdicts(some, 'right'),
            botCould: verdicts(some, 'bot-could'),
            tooLate: verdicts(some, 'too-late'),
            wrongQueue: verdicts(some, 'wrong-queue'),
          },
    )
    .sort((a, b) => b.handoffs - a.handoffs)
}

async function savesAnswer(store: Store, { offers: book }: Brain): Promise<SavesAnswer> {
  const kinds = []
  for (const kind of ['offer', 'contact'] as const) {
    const { days, treated, held, difference, interval, value, pending, needed } = await uplift(store, {
      ...{ kind, days: DEFAULT_DAYS, book },
    })
    kinds.push({
      ...{ kind, days, difference, interval, pending },
      treated: { customers: treated.customers, retained: treated.retained },
      held: { customers: held.customers, retained: held.retained },
      value: value?.difference ?? null,
      needed: needed?.customers ?? null,
    })
  }
  return { kinds }
}
