/** The console's API of the handoff rules: what is in force, lint, tests, what-if. */

import type { Server } from 'restify'
import { z } from 'zod'
import type { Brain } from '../bot/turn.ts'
import { checked, HttpError, readJson, sendJson } from '../channels/http.ts'
import type { Store } from '../conversations/store.ts'
import type { Curation } from '../corpus/revisions/context.ts'
import { liveFiles } from '../corpus/revisions/live.ts'
import { readRules } from '../handoff/read-rules.ts'
import { readRuleTests } from '../handoff/rule-tests.ts'
import type { Rules } from '../handoff/rules.ts'
import { runRuleTests } from '../handoff/run-rule-tests.ts'
import { WHAT_IF_DAYS_MOST } from '../jobs/what-if.ts'
import { WhatIfRuns } from '../jobs/what-if-runs.ts'
import type { Gate } from './gate.ts'
import type {
  HandoffRulesAnswer,
  Problem,
  RulesCheckAnswer,
  RulesTestAnswer,
  WhatIfState,
} from './handoff-rules-types.ts'
import { rulesView } from './handoff-rules-view.ts'

/** What the routes need. */
export interface HandoffRulesOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
  /** Has the files of the corpus in force. */
  readonly curation: Curation
}

const BASE = '/api/console/handoff-rules'
/** Longest text of rules, in bytes; as JSON it may take twice as much. */
const MAX_TEXT_BYTES = 256 * 1024
const text = z.string().refine((value) => Buffer.byteLength(value) <= MAX_TEXT_BYTES, 'is larger than 256 KB')
const checkShape = z.strictObject({ text })
const testShape = z.strictObject({ text: text.optional() })
const whatIfShape = z.strictObject({ text, days: z.int().min(1).max(WHAT_IF_DAYS_MOST) })

/** Adds the routes to a server. */
export function mountHandoffRules(
  server: Server,
  { store, gate, brain, curation }: HandoffRulesOptions,
): void {
  const runs = new WhatIfRuns()
  const inForce = async (name: string): Promise<string | null> => {
    const { files } = await liveFiles(curation)
    return files.find((file) => file.path === name)?.text ?? null
  }
  const read = (written: string, file = 'handoff.yaml') => {
    const { entries, company } = brain().corpus
    return readRules(
      { path: 'handoff.yaml', file, text: written },
      { intents: new Set(entries.keys()), company },
    )
  }
  server.get(
    BASE,
    gate.route('rules.read', async (_request, response) => {
      // The file may have been taken away since the server read it; the rules in force stay.
      const written = await inForce('handoff.yaml')
      const problems = written === null ? [] : read(written).problems
      sendJson(response, 200, (await rulesView(store, brain(), problems)) satisfies HandoffRulesAnswer)
    }),
  )
  server.post(
    `${BASE}/check`,
    gate.route('rules.read', async (request, response) => {
      const body = checked(checkShape, await readJson(request, 2 * MAX_TEXT_BYTES))
      const { rules, problems } = read(body.text)
      sendJson(response, 200, { accepted: rules !== null, problems } satisfies RulesCheckAnswer)
    }),
  )
  server.post(
    `${BASE}/test`,
    gate.route('rules.read', async (request, response) => {
      const body = checked(testShape, await readJson(request, 2 * MAX_TEXT_BYTES))
      const given: { rules: Rules | null; problems: readonly Problem[] } =
        body.text === undefined ? { rules: brain().rules, problems: [] } : read(body.text)
      const file = 'tests/handoff.yaml'
      const written = await inForce(file)
      if (written === null)
        throw new HttpError(404, 'RuleTestsNotFound', `There is no ${file} in the corpus.`)
      const tests = readRuleTests({ path: file, file, text: written })
      const problems = [...given.problems, ...tests.problems]
      const isRead = given.rules !== null && tests.problems.every(({ severity }) => severity !== 'error')
      const report = isRead && given.rules !== null ? runRuleTests(given.rules, tests.tests) : null
      sendJson(response, 200, { problems, report } satisfies RulesTestAnswer)
    }),
  )
  server.get(
    `${BASE}/what-if`,
    gate.route('rules.read', async (_request, response) => {
      sendJson(response, 200, runs.state satisfies WhatIfState)
    }),
  )
  server.post(
    `${BASE}/what-if`,
    gate.route('rules.read', async (request, response, session) => {
      const body = checked(whatIfShape, await readJson(request, 2 * MAX_TEXT_BYTES))
      const { rules: after } = read(body.text)
      if (after === null)
        throw new HttpError(422, 'RulesInvalid', 'These rules have errors. Check them first.')
      const { rules: before, offers, corpus } = brain()
      const task = { store, before, after, terms: offers.terms, days: body.days }
      const state = runs.begin(session.account.name, { ...task, timeZone: corpus.company.timeZone })
      sendJson(response, 202, state satisfies WhatIfState)
    }),
  )
  server.post(
    `${BASE}/what-if/cancel`,
    gate.route('rules.read', async (_request, response) => {
      sendJson(response, 200, (await runs.cancel()) satisfies WhatIfState)
    }),
  )
}
