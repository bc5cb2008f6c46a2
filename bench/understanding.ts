/**
 * Measures understanding on the validation splits of public data: `npm run bench:understanding [-- FOLDER [NAME …]]`.
 * The data is no part of the project; docs/understanding.md says where it comes from.
 */
import path from 'node:path'
import { parseOptions, type Report, reportOf } from '../src/commands/evaluate.ts'

const [folder = path.join('..', 'shared', 'datasets'), ...names] = process.argv.slice(2)
const file = (name: string) => path.join(folder, `${name}.tsv`)
const train = (...files: string[]) => files.flatMap((name) => ['--train', file(name)])

const MASSIVE = train('massive.en.train', 'massive.zh.train')
const BENCHMARKS: Readonly<Record<string, string[]>> = {
  banking77: [...train('banking77.en.fit'), '--test', file('banking77.en.val')],
  'banking77-10': [...train('banking77.en.fit10'), '--test', file('banking77.en.val')],
  clinc150: [
    ...[...train('clinc150.en.train'), '--test', file('clinc150.en.val')],
    ...['--oos-dev', file('clinc150_oos.en.train'), '--oos-test', file('clinc150_oos.en.val')],
  ],
  'massive-en': [...MASSIVE, '--test', file('massive.en.val')],
  'massive-zh': [...MASSIVE, '--test', file('massive.zh.val')],
  corpus: ['--corpus', 'corpus'],
}

const COLUMNS: readonly [string, (report: Report) => string][] = [
  ['accuracy', (r) => percent(r.accuracy)],
  ['macro F1', (r) => percent(r.macroF1)],
  ['ECE', (r) => r.ece?.toFixed(3) ?? ''],
  ['precision ≥ .8', (r) => percent(r.precisionAt80)],
  ['coverage ≥ .8', (r) => percent(r.coverageAt80)],
  ['declined', (r) => percent(r.falseFallback)],
  ['OOS AUROC', (r) => r.oosAuroc?.toFixed(3) ?? ''],
  ['OOS recall', (r) => percent(r.oosRecallAt5)],
  ['train + calibrate', (r) => `${((r.trainMs + (r.calibrateMs ?? 0)) / 1000).toFixed(1)} s`],
  ['p50 / p99', (r) => `${r.p50Ms?.toFixed(2)} / ${r.p99Ms?.toFixed(2)} ms`],
  ['model', (r) => `${((r.modelBytes ?? 0) / 1e6).toFixed(1)} MB`],
]

function percent(share: number | null): string {
  return share === null ? '' : (100 * share).toFixed(1)
}

console.log(`| | ${COLUMNS.map(([name]) => name).join(' | ')} |`)
console.log(`|---|${'---|'.repeat(COLUMNS.length)}`)
for (const name of names.length > 0 ? names : Object.keys(BENCHMARKS)) {
  const report = await reportOf(parseOptions(BENCHMARKS[name] ?? []))
  console.log(`| ${name} | ${COLUMNS.map(([, cell]) => cell(report)).join(' | ')} |`)
}
