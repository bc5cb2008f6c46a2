/** Keeps insight fresh: computed each night and when somebody asks, one kind at a time, by one process of all. */

import type { Store } from '../../conversations/store.ts'
import { LiukeError, messageOf } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import { dueAfter, firstDue } from '../nightly-time.ts'
import { basketOf } from './baskets.ts'
import { defaultDays, type OnStep, type Step } from './compute.ts'
import type { InsightContext } from './context.ts'
import { type LearnedRelated, type LikelyProduct, learnedRelated, likelyProducts } from './learned-related.ts'
import { type Computed, type InsightKind, insightKinds, type RuleSet } from './results.ts'
import {
  claimRun,
  computedTimes,
  endRun,
  keepComputed,
  newestComputed,
  type RunState,
  reportRun,
  runStates,
} from './stored.ts'

/** When it is computed by itself, on the company's clock: after the backup, before people come. */
const HOUR = 4
/** A run says at least so often that it is alive. */
const BEAT_MS = 10_000
/** How often results of other processes are looked for. */
const LOOK_MS = 600_000

/** What the service works with. */
export interface InsightOptions {
  readonly store: Store
  /** As corpus and company are at the moment. */
  readonly context: () => InsightContext
  readonly log: Logger
  /** Computes one kind; `computeInProcess` with the installation's settings. */
  readonly compute: (
    task: { kind: InsightKind; context: InsightContext; days: number; now: number },
    onStep: OnStep,
    signal: AbortSignal,
  ) => Promise<Computed<InsightKind>>
}

const noRules: Pick<RuleSet, 'rules'> = { rules: [] }

/** Computes insight, and hands it out. */
export class Insight {
  readonly #options: InsightOptions
  readonly #ending = new AbortController()
  readonly #timers = new Set<NodeJS.Timeout>()
  /** What timers have begun. */
  readonly #running = new Set<Promise<void>>()
  /** One kind at a time: a small machine has other things to do. */
  #work: Promise<void> = Promise.resolve()
  #related: LearnedRelated = new Map()
  #productRules: Pick<RuleSet, 'rules'> = noRules

  constructor(options: InsightOptions) {
    this.#options = options
  }

  /** Begins to compute what is older than a day, each night and soon after a start that follows a missed one. */
  async start(): Promise<void> {
    await this.#readRules()
    this.#repeat()
    await this.#nights()
  }

  /** Entries that visitors who asked about one also ask about, the surest first. */
  relatedTo(entry: string): readonly string[] {
    return this.#related.get(entry) ?? []
  }

  /** What customers with the same products also have. */
  likelyProducts(plan: string | null, home: string | null, products: readonly string[]): LikelyProduct[] {
    return likelyProducts(this.#productRules, basketOf(plan, home, products))
  }

  /** The newest result of a kind, and what is being done about it. */
  async read<Kind extends InsightKind>(
    kind: Kind,
  ): Promise<{ readonly state: RunState; readonly computed: Computed<Kind> | null }> {
    const [computed, states] = [await newestComputed(this.#options.store, kind), await this.states()]
    return { computed, state: stateOf(states, kind) }
  }

  /** What is being done about each kind. */
  states(): Promise<RunState[]> {
    return runStates(this.#options.store)
  }

  /**
   * Begins to compute a kind, unless somebody is at it already.
   * @returns how it stands then
   */
  async refresh(kind: InsightKind): Promise<RunState> {
    await this.#begin(kind)
    return stateOf(await this.states(), kind)
  }

  /** Ends what is being computed. */
  async close(): Promise<void> {
    this.#ending.abort()
    for (const timer of this.#timers) clearTimeout(timer)
    await Promise.all(this.#running)
    await this.#work
  }

  /** Claims a run and puts it in line. */
  async #begin(kind: InsightKind): Promise<void> {
    if (this.#ending.signal.aborted) return
    const { store, log } = this.#options
    const run = await claimRun(store, kind)
    if (run === null) return
    // Reports go one after the other, and the last of them before the end. Those in line are alive too.
    let reports: Promise<void> = Promise.resolve()
    const report = (step: Step | null, share: number | null): Promise<void> => {
      reports = reports
        .then(() => reportRun(store, run, step, share))
        .catch((error: unknown) => log.warn({ kind, reason: messageOf(error) }, 'progress was not kept'))
      return reports
    }
    const beat = setInterval(() => void report(null, null), BEAT_MS)
    this.#work = this.#work.then(() => this.#run(kind, run, report)).finally(() => clearInterval(beat))
  }

  async #run(
    kind: InsightKind,
    run: string,
    report: (step: Step | null, share: number | null) => Promise<void>,
  ): Promise<void> {
    const { store, compute, context, log } = this.#options
    const { signal } = this.#ending
    let failure: RunState['failure'] = null
    try {
      signal.throwIfAborted()
      const task = { kind, context: context(), days: defaultDays[kind], now: store.now() }
      const computed = await compute(task, (step, share) => void report(step, share), signal)
      await report('storing', 1)
      await keepComputed(store, computed)
      if (kind === 'rules') await this.#readRules()
      log.info(
        { kind, milliseconds: computed.took, empty: computed.empty?.code ?? null },
        'insight is computed',
      )
    } catch (error) {
      failure = signal.aborted ? null : failureOf(error)
      if (failure) log.warn({ kind, ...failure }, 'insight could not be computed')
    }
    await report(null, null)
    await endRun(store, run, failure).catch((error: unknown) =>
      log.warn({ kind, reason: messageOf(error) }, 'the end of a run was not kept'),
    )
  }

  async #readRules(): Promise<void> {
    const computed = await newestComputed(this.#options.store, 'rules')
    this.#related = learnedRelated(computed?.result?.questions ?? noRules)
    this.#productRules = computed?.result?.products ?? noRules
  }

  /** Another process may have computed rules. */
  #repeat(): void {
    this.#after(LOOK_MS, async () => {
      await this.#readRules()
      this.#repeat()
    })
  }

  async #nights(): Promise<void> {
    const { store, context } = this.#options
    const { timeZone } = context()
    const oldest = async (): Promise<number | null> => {
      const times = await computedTimes(store)
      return times.size < insightKinds.length ? null : Math.min(...times.values())
    }
    const wait = (due: ReturnType<typeof firstDue>): void =>
      this.#after(Math.max(0, due.at - store.now()), async () => {
        const times = await computedTimes(store)
        for (const kind of insightKinds) if ((times.get(kind) ?? 0) < due.since) await this.#begin(kind)
        await this.#work
        const newest = await oldest()
        wait(dueAfter(due, newest !== null && newest >= due.since, store.now(), HOUR, timeZone))
      })
    wait(firstDue(store.now(), await oldest(), HOUR, timeZone))
  }

  /** Does something later unless the service has ended; trouble is logged and does not end what comes after. */
  #after(milliseconds: number, act: () => Promise<void>): void {
    if (this.#ending.signal.aborted) return
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      const running = act()
        .catch((error: unknown) => {
          this.#options.log.warn({ reason: messageOf(error) }, 'insight was not looked after')
          this.#after(LOOK_MS, act)
        })
        .finally(() => this.#running.delete(running))
      this.#running.add(running)
    }, milliseconds).unref()
    this.#timers.add(timer)
  }
}

function stateOf(states: readonly RunState[], kind: InsightKind): RunState {
  // runStates gives one for every kind.
  return states.find((state) => state.kind === kind) as RunState
}

function failureOf(error: unknown): { readonly code: string; readonly message: string } {
  return error instanceof LiukeError
    ? { code: error.code, message: `${error.message} ${error.advice}` }
    : { code: 'insight_failed', message: messageOf(error) }
}
