/** What a trained model costs: time over the length of messages, and memory over many different ones. */

import { readFile } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createProgress } from '../src/commands/progress.ts'
import { createRandom, type Random } from '../src/understanding/classifier/random.ts'
import { percentile } from '../src/understanding/metrics.ts'
import { createEngine, type Engine } from '../src/understanding/nlp/engine.ts'
import { doJob } from './understanding-child.ts'

export interface CostJob {
  readonly modelFile: string
  /** What messages are made of, by language. */
  readonly texts: Readonly<Record<'zh' | 'en', readonly string[]>>
  /** Different messages to understand while memory is watched. */
  readonly messages: number
}

/** Time for messages of one length: medians. */
export interface LengthCost {
  readonly characters: number
  readonly microseconds: number
  readonly nsPerCharacter: number
}

export interface CostAnswer {
  readonly byLength: Readonly<Record<'zh' | 'en', readonly LengthCost[]>>
  readonly memory: {
    readonly messages: number
    /** Of the JavaScript heap and beside it, after collecting garbage. */
    readonly beforeMb: number
    readonly afterMb: number
    readonly bytesPerMessage: number
  }
  /** Of the whole process with the model loaded, before anything was asked and at the end. */
  readonly rssMb: number
  readonly rssAfterMb: number
}

const LENGTHS = [100, 1_000, 10_000] as const
/** Every length is measured on as many characters as any other, but on so many messages at least and at most. */
const CHARACTERS = 400_000
const LEAST = 60
const MOST = 2_000
const WARM_UP = 500
const COLLECTIONS = 4
const MB = 1_048_576

doJob(async ({ modelFile, texts, messages }: CostJob): Promise<CostAnswer> => {
  const progress = createProgress(process.stderr)
  const engine = createEngine(await readFile(modelFile))
  const random = createRandom(1)
  await collectGarbage()
  const rss = process.memoryUsage.rss()

  const all = [...texts.zh, ...texts.en]
  for (let i = 0; i < WARM_UP; i++) await engine.understand(all[i % all.length] ?? '')
  const byLength = {
    zh: await timesOver(engine, texts.zh, random, (share) => progress.report('time over length, zh', share)),
    en: await timesOver(engine, texts.en, random, (share) => progress.report('time over length, en', share)),
  }

  const before = await usedBytes()
  for (let i = 0; i < messages; i++) {
    await engine.understand(`${all[i % all.length]} ${i}`)
    if (i % 1_000 === 0) progress.report(`memory over ${messages} messages`, i / messages)
  }
  const after = await usedBytes()
  // Asked once more: otherwise the engine itself would be garbage by now, and memory seem to shrink.
  await engine.understand('')
  progress.done()
  return {
    byLength,
    memory: {
      messages,
      beforeMb: rounded(before / MB, 2),
      afterMb: rounded(after / MB, 2),
      bytesPerMessage: rounded((after - before) / messages, 1),
    },
    rssMb: Math.round(rss / MB),
    rssAfterMb: Math.round(process.memoryUsage.rss() / MB),
  }
})

/** Lengths take turns, so that whatever else the machine does falls on all of them. */
async function timesOver(
  engine: Engine,
  texts: readonly string[],
  random: Random,
  onShare: (share: number) => void,
): Promise<LengthCost[]> {
  const plans = LENGTHS.map((characters) => {
    const rounds = Math.max(LEAST, Math.min(MOST, Math.round(CHARACTERS / characters)))
    return { characters, rounds, times: [] as number[] }
  })
  for (let round = 0; round < MOST; round++) {
    for (const { characters, rounds, times } of plans) {
      // Spreads fewer rounds over all the time.
      if (Math.floor((round * rounds) / MOST) === Math.floor(((round - 1) * rounds) / MOST)) continue
      const message = messageOf(characters, texts, random)
      const start = performance.now()
      await engine.understand(message)
      times.push(performance.now() - start)
    }
    onShare(round / MOST)
  }
  return plans.map(({ characters, times }) => {
    const median = percentile(times, 0.5) ?? 0
    return {
      characters,
      microseconds: rounded(1_000 * median, 1),
      nsPerCharacter: rounded((1e6 * median) / characters, 1),
    }
  })
}

/** Questions one after the other, cut to a length. */
function messageOf(characters: number, texts: readonly string[], random: Random): string {
  let message = ''
  while (message.length < characters) message += `${texts[(random() * texts.length) | 0]} `
  return message.slice(0, characters)
}

async function usedBytes(): Promise<number> {
  await collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Node hides its collector; a new context made after the flag was set has it. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('This Node has no garbage collector to call.')
  // Buffers go a round after the objects that held them, and only between turns of the event loop.
  for (let round = 0; round < COLLECTIONS; round++) {
    collect()
    await setImmediate()
  }
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
