/** Writes down what the bench of understanding has measured. */

import type { Report } from '../src/commands/evaluate-measure.ts'
import type { CostAnswer } from './understanding-cost.ts'

/** Figures of one engine on one list of questions. */
export interface Result extends Report {
  readonly utterances: number
  /** How many there were to learn; more than it learned where that was limited. */
  readonly utterancesOf: number
}

/** By data set and engine. */
export type Results = Record<string, Partial<Record<'liuke' | 'stock', Result>>>

const COLUMNS: readonly [string, (result: Result) => string][] = [
  [
    'utterances',
    (r) => (r.utterances < r.utterancesOf ? `${r.utterances} of ${r.utterancesOf}` : `${r.utterances}`),
  ],
  ['accuracy', (r) => percent(r.accuracy)],
  ['macro F1', (r) => percent(r.macroF1)],
  ['ECE', (r) => r.ece?.toFixed(3) ?? ''],
  ['precision ≥ .8', (r) => percent(r.precisionAt80)],
  ['coverage ≥ .8', (r) => percent(r.coverageAt80)],
  ['declined', (r) => percent(r.falseFallback)],
  ['answered wrongly', (r) => percent(r.answeredWrong)],
  ['… with OOS', (r) => percent(r.answeredWrongWithOos)],
  ['OOS AUROC', (r) => r.oosAuroc?.toFixed(3) ?? ''],
  ['OOS recall', (r) => percent(r.oosRecallAt5)],
  ['train + calibrate', (r) => `${((r.trainMs + (r.calibrateMs ?? 0)) / 1000).toFixed(1)} s`],
  ['p50 / p99', (r) => `${r.p50Ms?.toFixed(2)} / ${r.p99Ms?.toFixed(2)} ms`],
  ['model', (r) => (r.modelBytes === null ? '' : `${(r.modelBytes / 1e6).toFixed(1)} MB`)],
  ['memory at most', (r) => `${r.peakRssMb} MB`],
]

function percent(share: number | null): string {
  return share === null ? '' : (100 * share).toFixed(1)
}

/** The head of the table. */
export function headText(): string {
  return [
    `| | engine | ${COLUMNS.map(([name]) => name).join(' | ')} |`,
    `|---|---|${'---|'.repeat(COLUMNS.length)}`,
  ].join('\n')
}

/** One row of it. */
export function rowText(name: string, engine: string, result: Result): string {
  return `| ${name} | ${engine} | ${COLUMNS.map(([, cell]) => cell(result)).join(' | ')} |`
}

/** Time over length, and memory. */
export function costText({ byLength, memory, rssMb, rssAfterMb }: CostAnswer): string {
  const times = (['zh', 'en'] as const).map((language) => {
    const parts = byLength[language].map(({ characters, microseconds, nsPerCharacter }) => {
      return `${characters}: ${microseconds} µs, ${nsPerCharacter} ns a character`
    })
    return `Time over characters, ${language}: ${parts.join('; ')}; a character of a longer message costs at most ${ratioOf(byLength[language])} of one of the shortest.`
  })
  return [
    ...times,
    `Memory over ${memory.messages} different messages: ${memory.beforeMb} MB before, ${memory.afterMb} MB after ` +
      `(${memory.bytesPerMessage} bytes a message); the process ${rssMb} MB with the model loaded, ` +
      `${rssAfterMb} MB at the end.`,
  ].join('\n\n')
}

/** Time per character of longer messages against that of the shortest, the worst of them: up to 1 is linear. */
export function ratioOf(costs: CostAnswer['byLength']['zh']): number | null {
  const [shortest, ...longer] = costs
  if (!shortest) return null
  const ratios = longer.map(({ nsPerCharacter }) => nsPerCharacter / shortest.nsPerCharacter)
  return Number(Math.max(...ratios).toFixed(2))
}
