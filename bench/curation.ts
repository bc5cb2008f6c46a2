/** `node bench/curation.ts [FOLDER] [--json]`: how well and how fast unanswered questions are grouped, on public sets whose labels the grouping never sees. */

import { readFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadCorpus } from '../src/corpus/load.ts'
import { createRandom, type Random, shuffle } from '../src/understanding/classifier/random.ts'
import type { Grouping } from '../src/understanding/clusters/cluster.ts'
import { groupInProcess } from '../src/understanding/clusters/in-process.ts'
import { adjustedRandIndex, purity } from './curation-measure.ts'
import { publishSeconds } from './curation-publish.ts'

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
})
const FOLDER = positionals[0] ?? '../shared/datasets'
const SEED = Number(values.seed)
const INTENTS = 60
const EACH = 20
const MANY = 50_000

interface Row {
  readonly label: string
  readonly text: string
}

const say = (line: string): void => {
  if (!values.json) console.log(line)
}

async function read(name: string): Promise<Row[]> {
  const text = await readFile(path.join(FOLDER, `${name}.tsv`), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.indexOf('\t')
      return { label: line.slice(0, tab), text: line.slice(tab + 1) }
    })
}

function drawn<T>(list: readonly T[], random: Random): T[] {
  const order = Int32Array.from(list.keys())
  shuffle(order, order.length, random)
  return Array.from(order, (at) => list[at]!)
}

/** So many questions of so many labels, shuffled; of labels that have fewer questions, all. */
function sample(rows: readonly Row[], random: Random): Row[] {
  const byLabel = Map.groupBy(rows, ({ label }) => label)
  const labels = drawn([...byLabel.keys()].sort(), random).slice(0, INTENTS)
  return drawn(
    labels.flatMap((label) => drawn(byLabel.get(label)!, random).slice(0, EACH)),
    random,
  )
}

async function grouped(rows: readonly Row[]): Promise<{ grouping: Grouping; seconds: number }> {
  const began = performance.now()
  const grouping = await groupInProcess(
    rows.map(({ text }, at) => ({ id: String(at), text })),
    { usual },
  )
  return { grouping, seconds: (performance.now() - began) / 1_000 }
}

/** Questions as many as asked for: all there are, and after that, beginnings and ends of two put together. */
function many(rows: readonly Row[], count: number, random: Random): Row[] {
  const all = drawn(rows, random).slice(0, count)
  const own = all.length
  while (all.length < count) {
    const [a, b] = [all[Math.floor(random() * own)]!, all[Math.floor(random() * own)]!]
    const half = (text: string) => Math.ceil(text.length / 2)
    all.push({ label: a.label, text: `${a.text} ${b.text.slice(half(b.text))}` })
  }
  return all
}

// As in the product: what the corpus has phrases for is usual.
const { entries } = await loadCorpus('corpus', 'data/company')
const usual = [...entries.values()].flatMap(({ phrases }) => [...phrases.zh, ...phrases.en])
const figures: Record<string, number> = {}
const round = (value: number): number => Math.round(value * 1_000) / 1_000
const [en, zh, banking, clinc] = await Promise.all(
  ['massive.en.train', 'massive.zh.train', 'banking77.en.train', 'clinc150.en.train'].map(read),
)
if (!en || !zh || !banking || !clinc) throw new Error('A data set is missing.')

for (const [name, rows] of [
  ['En', en],
  ['Zh', zh],
  ['Banking', banking],
  ['Clinc', clinc],
] as const) {
  await measure(name, sample(rows, createRandom(SEED)))
}
// Other questions of the same intents in the two languages: a translation is not among what is grouped.
const half = (rows: readonly Row[], rest: number) => rows.filter((_, at) => at % 2 === rest)
await measure('Both', [
  ...sample(half(en, 0), createRandom(SEED)),
  ...sample(half(zh, 1), createRandom(SEED)),
])

async function measure(name: string, rows: readonly Row[]): Promise<void> {
  const { grouping } = await grouped(rows)
  const labels = rows.map(({ label }) => label)
  const alone = grouping.groupOf.filter((group) => group < 0).length
  Object.assign(figures, {
    [`ari${name}`]: round(adjustedRandIndex(labels, grouping.groupOf)),
    [`purity${name}`]: round(purity(labels, grouping.groupOf)),
    [`groups${name}`]: grouping.groups.length,
    [`alone${name}`]: round(alone / rows.length),
  })
  say(
    `${name.padEnd(8)} ${rows.length} questions: ARI ${figures[`ari${name}`]}, purity ${figures[`purity${name}`]}, ` +
      `${grouping.groups.length} groups, ${alone} questions alone`,
  )
}

const lots = many([...en, ...zh, ...banking, ...clinc], MANY, createRandom(SEED))
const { grouping, seconds } = await grouped(lots)
figures['seconds50k'] = round(seconds)
figures['groups50k'] = grouping.groups.length
figures['load'] = loadavg()[0] ?? 0
say(
  `${MANY} questions: ${seconds.toFixed(1)} s in a process of its own, ${grouping.groups.length} groups; load ${figures['load']}`,
)
const times = await publishSeconds()
Object.assign(figures, times)
say(
  `publishing the sample with one phrase more: ${times.publishSeconds} s (check ${times.gateSeconds} s, two servers swapped after ${times.swapSeconds} s)`,
)
if (values.json) console.log(JSON.stringify(figures))
