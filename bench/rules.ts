/** Decisions with their trace per second, and a what-if over stored decisions. `node bench/rules.ts --json [--decisions N]`. */

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { DEFAULT_BOOK } from '../src/churn/offer-shapes.ts'
import { readConfig } from '../src/config.ts'
import { openStore } from '../src/conversations/open.ts'
import { calmFacts } from '../src/handoff/calm-facts.ts'
import { decide } from '../src/handoff/decide.ts'
import { type Facts, factNames, factOf } from '../src/handoff/facts.ts'
import { readRules } from '../src/handoff/read-rules.ts'
import type { Rules } from '../src/handoff/rules.ts'
import { whatIf } from '../src/jobs/what-if.ts'
import { writeDecisions } from '../tests/jobs/stored-decisions.ts'

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, decisions: { type: 'string', default: '10000' } },
})
const STORED = Number(values.decisions)
const PER_CONVERSATION = 5
const DAYS = 30
const ROUNDS_MS = 1_500

const sample = await readFile(path.join(import.meta.dirname, '../corpus/handoff.yaml'), 'utf8')
const before = rulesOf(sample)
const after = rulesOf(sample.replace('failed_answers: { at_least: 3 }', 'failed_answers: { at_least: 2 }'))
const some = Array.from({ length: 512 }, (_, seed) => factsAt(seed))

const decisionsPerSecond = Math.round(perSecond(before))
const whatIfResult = await whatIfOverStored()
const result = {
  decisionsPerSecond,
  rules: before.rules.length,
  ...whatIfResult,
  load: loadavg().map((value) => Math.round(value * 100) / 100),
}
console.log(values.json ? JSON.stringify(result) : result)

/** The best of five rounds: what else the machine does is not what is measured. */
function perSecond(rules: Rules): number {
  let best = 0
  for (let round = 0; round < 5; round++) {
    const began = performance.now()
    let count = 0
    while (performance.now() - began < ROUNDS_MS / 5) {
      for (const facts of some) decide(rules, facts)
      count += some.length
    }
    best = Math.max(best, (count * 1000) / (performance.now() - began))
  }
  return best
}

async function whatIfOverStored() {
  const home = await mkdtemp(path.join(tmpdir(), 'liuke-bench-rules-'))
  const config = readConfig({ LIUKE_HOME: home }, 'demo')
  const { store, close } = await openStore(config, Buffer.alloc(32, 7))
  try {
    const now = store.now()
    for (let at = 0; at < STORED; at += PER_CONVERSATION) {
      const begun = now - DAYS * 86_400_000 + ((at + 1) / (STORED + PER_CONVERSATION)) * DAYS * 86_400_000
      await writeDecisions(
        store,
        Array.from({ length: Math.min(PER_CONVERSATION, STORED - at) }, (_, turn) => ({
          facts: some[(at + turn) % some.length],
          at: begun + turn * 1_000,
        })),
      )
    }
    // Slices longer than turns may wait for.
    const slices: number[] = []
    let last = performance.now()
    const { terms } = DEFAULT_BOOK
    const { took, replayed, changed } = await whatIf({
      ...{ store, before, after, terms, timeZone: 'Asia/Shanghai', days: DAYS },
      onProgress: () => {
        slices.push(performance.now() - last)
        last = performance.now()
      },
    })
    return {
      whatIfMs: took,
      replayed,
      changed,
      slowestSliceMs: Math.round(Math.max(...slices)),
    }
  } finally {
    await close()
    await rm(home, { recursive: true, force: true })
  }
}

function rulesOf(text: string): Rules {
  const { rules, problems } = readRules({ path: 'handoff.yaml', file: 'handoff.yaml', text })
  if (rules === null) throw new TypeError(`The rules of the sample do not load: ${problems[0]?.message}`)
  return rules
}

/** Facts of all kinds, the same for the same seed. */
function factsAt(seed: number): Facts {
  let state = seed * 2_654_435_761 + 1
  const next = (most: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % most
  }
  const facts: Record<string, unknown> = { ...calmFacts }
  for (const name of factNames) {
    const { type, values: words = [], mayBeUnknown } = factOf(name)
    if (name === 'safety' || name === 'wants_person' || next(3) > 0) continue
    if (mayBeUnknown && next(4) === 0) facts[name] = null
    else if (type === 'boolean') facts[name] = next(2) === 0
    else if (type === 'one of') facts[name] = words[next(words.length)]
    else if (type === 'number')
      facts[name] = name === 'risk' || name === 'confidence' ? next(100) / 100 : next(6)
    else if (name === 'intent') facts[name] = ['bill.dispute', 'svc.complain', 'pay.failed'][next(3)]
  }
  // Every value was made for its fact.
  return facts as unknown as Facts
}
