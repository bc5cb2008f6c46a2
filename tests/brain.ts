/** One brain of the sample for all servers of a test process: reading and waking it is most of what a start costs. */

import { type BrainSource, loadBrain } from '../src/bot/load-brain.ts'
import type { Brain } from '../src/bot/turn.ts'
import { readConfig } from '../src/config.ts'

const sample = readConfig({}, 'demo')
/** By the seed of the model. */
const brains = new Map<number, Promise<Brain>>()

/**
 * Loads a brain like `loadBrain`, that of the sample once: no test changes its files, and a brain keeps nothing. In it
 * everybody who is eligible hears the offer: customers have other ids in every test, and a draw would go by them. Nothing
 * is closed, and nobody asked to rate, by the time that passes: clocks of tests jump.
 */
export function sharedBrain(source: BrainSource): Promise<Brain> {
  const { corpusFolder, companyFolder, seed } = source
  if (corpusFolder !== sample.LIUKE_CORPUS || companyFolder !== sample.LIUKE_COMPANY) return loadBrain(source)
  const brain = brains.get(seed) ?? loadBrain(source).then(withoutChance)
  brains.set(seed, brain)
  return brain
}

function withoutChance(brain: Brain): Brain {
  const { offers, desk } = brain
  return {
    ...brain,
    offers: { ...offers, terms: { ...offers.terms, hold_out: 0 } },
    desk: {
      ...desk,
      rating: { ...desk.rating, ask: false },
      idle: { botMinutes: 0, agentHours: 0 },
    },
  }
}
