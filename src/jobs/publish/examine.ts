/** Examines a draft: checks it, trains its model, asks both models the held-out questions, and judges. */

import { loadCompany } from '../../company/load.ts'
import { corpusOfFiles, itemProblems } from '../../corpus/revisions/item-problems.ts'
import { contentHashOf, itemsOf } from '../../corpus/revisions/items.ts'
import type { CorpusFile } from '../../corpus/revisions/types.ts'
import { trainingSetOf } from '../../corpus/training-set.ts'
import type { Corpus, HeldOutQuestion, Problem } from '../../corpus/types.ts'
import { loadOrTrain } from '../../understanding/classifier/model-store.ts'
import { askAll, type TestQuestion } from '../../understanding/evaluation.ts'
import { createEngine, type Engine } from '../../understanding/nlp/engine.ts'
import { failedRuleTests, fileProblems } from './file-problems.ts'
import { type Examined, judge } from './judge.ts'
import type { GateConflict, GateReport, GateStage } from './types.ts'

/** What an examination works on. */
export interface Examination {
  readonly draft: readonly CorpusFile[]
  readonly live: readonly CorpusFile[]
  /** Live revision; null for the folder. */
  readonly base: number | null
  /** Of what is live; null: found in the folder of models, or trained. */
  readonly liveModel: Uint8Array | null
  readonly companyFolder: string
  readonly modelFolder: string
  readonly modelSeed: number
  /** Items that were changed in the live revision after the draft's was made. */
  readonly stale: number
}

export interface DraftExamined {
  readonly report: GateReport
  /** `Corpus.hash` of the draft. */
  readonly corpusHash: string
  /** Null where the draft has errors: nothing was trained. */
  readonly model: Uint8Array | null
}

export type OnStage = (stage: GateStage, share: number) => void

/** A share of the bar for each stage: training takes nearly all of the time. */
const BEGINS = { reading: 0, training: 0.02, asking: 0.88, comparing: 0.98, storing: 0.99 } as const

export async function examine(examination: Examination, onStage: OnStage): Promise<DraftExamined> {
  const started = performance.now()
  onStage('reading', BEGINS.reading)
  const company = await loadCompany(examination.companyFolder)
  const draft = corpusOfFiles(examination.draft, company)
  const items = itemsOf(examination.draft)
  const problems = itemProblems(
    [...draft.problems, ...missingRules(examination.draft), ...fileProblems(examination.draft, draft)],
    items,
  )
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const contentHash = contentHashOf(examination.draft)
  const head = { contentHash, base: examination.base, problems }
  if (errors > 0) return { corpusHash: draft.hash, model: null, report: refused(head, errors, started) }

  const { modelFolder: folder, modelSeed } = examination
  const trainingBegan = performance.now()
  const trained = await loadOrTrain({
    folder,
    set: trainingSetOf(draft, modelSeed),
    onProgress: (share) => onStage('training', BEGINS.training + share * (BEGINS.asking - BEGINS.training)),
  })
  const live = corpusOfFiles(examination.live, company)
  const liveBytes =
    examination.liveModel ?? (await loadOrTrain({ folder, set: trainingSetOf(live, modelSeed) })).bytes
  const asking = performance.now()
  onStage('asking', BEGINS.asking)
  const questions = draft.tests.map(questionOf)
  const half = (BEGINS.comparing - BEGINS.asking) / 2
  const [liveEngine, draftEngine] = [createEngine(liveBytes), createEngine(trained.bytes)]
  const before = await examined(liveEngine, questions, liveBytes, (share) =>
    onStage('asking', BEGINS.asking + share * half),
  )
  const after = await examined(draftEngine, questions, trained.bytes, (share) =>
    onStage('asking', BEGINS.asking + half + share * half),
  )
  onStage('comparing', BEGINS.comparing)
  const conflicts = await conflictsOf(draft, live, liveEngine)
  const judgement = judge({
    before,
    after,
    conflicts,
    errors,
    entries: new Set(draft.entries.keys()),
    liveEntries: new Set(live.entries.keys()),
    failedRuleTests: failedRuleTests(examination.draft, draft),
    untested: untestedIn(draft),
    dropped: droppedFrom(live, draft),
    stale: examination.stale,
  })
  const now = performance.now()
  return {
    corpusHash: draft.hash,
    model: trained.bytes,
    report: {
      ...head,
      ...judgement,
      conflicts,
      seconds: {
        training: seconds(asking - trainingBegan),
        asking: seconds(now - asking),
        all: seconds(now - started),
      },
    },
  }
}

const seconds = (milliseconds: number): number => Math.round(milliseconds) / 1_000

/** Errors of the corpus are no matter of taste, and a model of it would answer for something else. */
function refused(
  head: Pick<GateReport, 'contentHash' | 'base' | 'problems'>,
  errors: number,
  started: number,
): GateReport {
  return {
    ...head,
    verdict: 'block',
    findings: [{ code: 'gateErrors', severity: 'block', values: { count: errors } }],
    before: NO_FIGURES,
    after: NO_FIGURES,
    ...{ worse: [], better: [], entries: [], conflicts: [] },
    seconds: { training: 0, asking: 0, all: seconds(performance.now() - started) },
  }
}

const NO_FIGURES: GateReport['after'] = {
  ...{ questions: 0, accuracy: null, accuracyZh: null, accuracyEn: null, accuracyMixed: null },
  ...{ answeredWrong: null, falseFallback: null, ece: null, oosRecallAt5: null, p50Ms: null, p99Ms: null },
  bytes: 0,
}

/** Without handoff rules nobody would be handed over. */
function missingRules(files: readonly CorpusFile[]): Problem[] {
  if (files.some(({ path }) => path === 'handoff.yaml')) return []
  const at = { file: 'corpus/handoff.yaml', line: 1, code: 'handoff_missing', severity: 'error' } as const
  return [{ ...at, message: 'There are no handoff rules.', fix: 'Put them back.' }]
}

function questionOf({ text, labels, language }: HeldOutQuestion): TestQuestion {
  return { text, expected: labels, language }
}

async function examined(
  engine: Engine,
  questions: readonly TestQuestion[],
  bytes: Uint8Array,
  onShare: (share: number) => void,
): Promise<Examined> {
  const answers = await askAll(engine, questions, onShare)
  return { answers, intents: engine.intents.length, bytes: bytes.length }
}

/** From here on the live model is sure that a phrase belongs elsewhere. */
const SURE = 0.5
/** Conflicts that are told. */
const MOST_CONFLICTS = 100

/** New phrases that the live model, which has not learned them, takes for another entry's. */
async function conflictsOf(draft: Corpus, live: Corpus, engine: Engine): Promise<GateConflict[]> {
  const found: GateConflict[] = []
  for (const entry of draft.entries.values()) {
    const old = live.entries.get(entry.id)
    // Nothing lies near an entry that is new.
    if (!old) continue
    for (const language of ['zh', 'en'] as const) {
      const known = new Set(old.phrases[language])
      for (const text of entry.phrases[language]) {
        if (known.has(text)) continue
        const { candidates, confidence } = await engine.understand(text)
        const [first] = candidates
        if (first === undefined || first.intent === entry.id || confidence < SURE) continue
        found.push({ text, language, entry: entry.id, nearer: first.intent, share: first.probability })
      }
    }
  }
  return found.sort((a, b) => b.share - a.share).slice(0, MOST_CONFLICTS)
}

/** Entries that customers ask for without a question to measure them by. */
function untestedIn({ entries, tests }: Corpus): number {
  const tested = new Set(tests.flatMap(({ labels }) => labels))
  return [...entries.keys()].filter((id) => !tested.has(id)).length
}

/** Questions that measured what is live, and would measure the draft as well: what is not asked cannot get worse. */
function droppedFrom(live: Corpus, draft: Corpus): number {
  const asked = new Set(draft.tests.map(({ text }) => text))
  return live.tests.filter(
    ({ text, labels }) =>
      !asked.has(text) && (labels.length === 0 || labels.some((id) => draft.entries.has(id))),
  ).length
}
