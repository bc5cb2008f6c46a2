/** Handoff rules over real HTTP: what is in force, the lint, the tests, and a what-if. */

import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  HandoffRulesAnswer,
  RulesTestAnswer,
  WhatIfState,
} from '../../src/console/handoff-rules-types.ts'
import { newId } from '../../src/conversations/store.ts'
import { calmFacts } from '../../src/handoff/calm-facts.ts'
import { until } from '../channels/deadline.ts'
import { writeDecisions } from '../jobs/stored-decisions.ts'
import { type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

const BASE = '/api/console/handoff-rules'
const sample = await readFile('corpus/handoff.yaml', 'utf8')
const sooner = sample.replace('failed_answers: { at_least: 3 }', 'failed_answers: { at_least: 2 }')

let server: TestServer
let lead: Desk
let agent: Desk
beforeAll(async () => {
  server = await testServer()
  const signIn = (name: string) => Desk.signIn(server.url, server.accounts.find((one) => one.name === name)!)
  lead = await signIn('lead')
  agent = await signIn('agent')
})
afterAll(() => server.close())

const post = (path: string, body: object, who = lead) => who.call('POST', `${BASE}${path}`, body)

describe('handoff rules', () => {
  it('are shown in words, with what came of them', async () => {
    const { store } = server.open
    const { id } = await writeDecisions(store, [{ facts: calmFacts, at: store.now() }])
    const handoff = {
      ...{ conversation_id: id, channel: 'directline', language: 'zh' as const },
      ...{ rule: 'angry-twice', started_at: store.now(), ended_at: store.now() },
    }
    await store.db
      .insertInto('handoffs')
      .values([
        { id: newId(), ...handoff, verdict: 'right' },
        { id: newId(), ...handoff, verdict: 'bot-could' },
        { id: newId(), ...handoff },
        { id: newId(), ...handoff, started_at: store.now() - 31 * 86_400_000 },
      ])
      .execute()
    const answer = await lead.call('GET', BASE)
    const { rules, queues, problems }: HandoffRulesAnswer = answer.body
    expect(answer.status).toBe(200)
    expect(problems).toEqual([])
    expect(rules.slice(0, 2).map(({ id, fixed }) => [id, fixed])).toEqual([
      ['fixed.safety', true],
      ['fixed.person', true],
    ])
    const angry = rules.find(({ id }) => id === 'angry-twice')
    expect(angry).toMatchObject({
      ...{ fixed: false, do: 'handoff', queue: 'general', priority: 70, handoffs: 3 },
      verdicts: { right: 1, 'bot-could': 1, 'too-late': 0, 'wrong-queue': 0 },
      when: {
        kind: 'all',
        parts: [
          { kind: 'fact', words: { zh: '情绪是愤怒', en: 'the mood is angry' } },
          { kind: 'fact', words: { zh: '愤怒的消息数至少 2 条', en: 'angry messages: at least 2' } },
        ],
      },
    })
    expect(queues.find(({ id }) => id === 'safety')).toMatchObject({ open: true, opensAt: null })
  })

  it('are checked with lines and remedies, and refused where they are wrong', async () => {
    const wrong = sample.replace('mood: { is: angry }', 'mod: { is: angry }')
    expect((await post('/check', { text: sample })).body).toEqual({ accepted: true, problems: [] })
    expect((await post('/check', { text: wrong })).body).toMatchObject({
      accepted: false,
      problems: [
        { code: 'fact_unknown', line: wrong.split('\n').findIndex((line) => line.includes('mod:')) + 1 },
      ],
    })
    expect((await post('/check', { text: '字'.repeat(90_000) })).status).toBe(400)
    expect((await post('/what-if', { text: wrong, days: 30 })).body.error.code).toBe('RulesInvalid')
  })

  it('run the tests of the corpus, on those in force and on others', async () => {
    const inForce: RulesTestAnswer = (await post('/test', {})).body
    expect(inForce.report).toMatchObject({ failed: 0, untested: [] })
    const others: RulesTestAnswer = (await post('/test', { text: sooner })).body
    expect(others.report?.failed).toBeGreaterThan(0)
    const failed = others.report?.results.find(({ passed }) => !passed)
    expect(failed).toMatchObject({ file: 'tests/handoff.yaml', differences: [{ what: 'action' }, {}] })
  })

  it('are tried on past decisions, one at a time, and can be cancelled', async () => {
    const { store } = server.open
    const facts = { ...calmFacts, failed_answers: 2 }
    await writeDecisions(store, [{ facts, at: store.now() - 60_000 }])
    const begun = await post('/what-if', { text: sooner, days: 7 })
    expect([begun.status, begun.body.status, begun.body.by]).toEqual([202, 'running', 'lead'])
    let state: WhatIfState = begun.body
    await until('the comparison', async () => {
      state = (await lead.call('GET', `${BASE}/what-if`)).body
      return state.status === 'done'
    })
    expect(state.result).toMatchObject({ changed: 1, kinds: { newHandoff: 1, noOffer: 1 } })
    expect(state.result?.changes[0]?.after).toMatchObject({ rule: 'failed-three-times' })
    expect((await post('/what-if/cancel', {})).body.status).toBe('done')
  })

  it('are for supervisors and leads', async () => {
    expect((await agent.call('GET', BASE)).status).toBe(403)
    for (const path of ['/check', '/test', '/what-if', '/what-if/cancel'])
      expect((await post(path, { text: sample, days: 7 }, agent)).status).toBe(403)
  })
})
