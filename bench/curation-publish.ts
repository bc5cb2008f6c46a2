/** Measures how long a lead waits from pressing "check" to customers getting the new answers, in every process. */

import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { readConfig } from '../src/config.ts'
import { loadCorpus } from '../src/corpus/load.ts'
import type { Curation } from '../src/corpus/revisions/context.ts'
import { editItem } from '../src/corpus/revisions/draft.ts'
import { liveRevision } from '../src/corpus/revisions/revisions.ts'
import { GateRuns, newestGate } from '../src/jobs/publish/gate-runs.ts'
import { publish } from '../src/jobs/publish/publish.ts'
import { createLogger } from '../src/log.ts'
import { startServer } from '../src/server.ts'

/** Seconds of each part, and together. */
export interface PublishTimes {
  /** From the start of the check to the new answers. */
  readonly publishSeconds: number
  readonly gateSeconds: number
  /** From publishing to the other process having swapped. */
  readonly swapSeconds: number
}

/** Checks and publishes the sample corpus with one phrase more, in a temporary installation with two servers on SQLite. */
export async function publishSeconds(): Promise<PublishTimes> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'liuke-bench-'))
  const log = createLogger('silent')
  const config = readConfig(
    { PORT: '0', LIUKE_HOME: home, SAMPLE_CUSTOMERS: '0', BACKUP_HOUR: 'off', LOG_LEVEL: 'silent' },
    'demo',
  )
  // Servers hold nobody awake while they close.
  const awake = setInterval(() => undefined, 1_000)
  const first = await startServer(config, { log })
  const second = await startServer(config, { log })
  try {
    const { store } = first.open
    const corpus = await loadCorpus(config.LIUKE_CORPUS, config.LIUKE_COMPANY)
    const curation: Curation = {
      ...{ store, corpusFolder: config.LIUKE_CORPUS, companyFolder: config.LIUKE_COMPANY },
      ...{ modelFolder: path.join(home, 'models'), modelSeed: config.MODEL_SEED, fourEyes: false, log },
      corpus: () => corpus,
      understand: () => Promise.reject(new Error('nobody asks here')),
    }
    await editItem(curation, 'bench', 'entry:bill.due-date', (now) => {
      if (now?.kind !== 'entry') throw new Error('The sample has this entry.')
      const { phrases } = now.entry
      const en = [...phrases.en, `by which day of month ${new Date().getUTCFullYear()} shall it be settled`]
      return { ...now, entry: { ...now.entry, phrases: { ...phrases, en } } }
    })
    const began = performance.now()
    const runs = new GateRuns(curation)
    const { id } = await runs.begin('bench')
    await until(async () => (await newestGate(store))?.status !== 'running')
    const gate = await newestGate(store)
    const checked = performance.now()
    const override = gate?.status === 'blocked' ? 'a benchmark' : undefined
    await publish(curation, 'bench', { gate: id, note: 'a benchmark', override })
    const live = await liveRevision(store)
    await until(async () => [first, second].every((server) => server.revision() === live?.revision))
    const now = performance.now()
    await runs.close()
    const seconds = (from: number, to: number) => Math.round(to - from) / 1_000
    return {
      publishSeconds: seconds(began, now),
      gateSeconds: seconds(began, checked),
      swapSeconds: seconds(checked, now),
    }
  } finally {
    await second.close()
    await first.close()
    await rm(home, { recursive: true, force: true })
    clearInterval(awake)
  }
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 50))
}
