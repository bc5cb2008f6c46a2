/** Trains an engine for `liuke evaluate` and works out its figures. */

import { trainInProcess } from '../understanding/classifier/trainer.ts'
import { type Answers, evaluationOf, type Understands } from '../understanding/evaluation.ts'
import { createEngine } from '../understanding/nlp/engine.ts'
import { createStockEngine } from '../understanding/nlp/stock-engine.ts'
import type { ReportFigures } from '../understanding/report/shape.ts'
import type { TrainingSet } from '../understanding/types.ts'

/** What is printed with `--json`. */
export type Report = ReportFigures

/** Hears what is done and which share of it is behind us, 0..1, or null where that cannot be told. */
export type OnProgress = (stage: string, share: number | null) => void

/** An engine, and what it cost. */
export interface Trained {
  readonly engine: Understands
  /** The model; null, like the time for calibration, with NLP.js as it comes. */
  readonly bytes: Uint8Array | null
  /** Time spent calibrating before the training; sets of 3,000 rows and more are calibrated beside it. */
  readonly calibrateMs: number | null
  readonly trainMs: number
}

/** Trains one engine or the other. @throws LiukeError like `trainInProcess` */
export async function trainEngine(
  set: TrainingSet,
  name: 'liuke' | 'stock',
  onProgress: OnProgress = () => {},
): Promise<Trained> {
  const start = performance.now()
  if (name === 'stock') {
    onProgress('training', null)
    const engine = await createStockEngine(set)
    return { engine, bytes: null, calibrateMs: null, trainMs: Math.round(performance.now() - start) }
  }
  let calibrating = 0
  let calibrated = 0
  const bytes = await trainInProcess(set, {
    onProgress(share, stage) {
      onProgress(stage, share)
      if (stage === 'calibrating') calibrating ||= performance.now()
      else if (stage === 'training') calibrated ||= performance.now()
    },
  })
  const engine = createEngine(bytes)
  const calibrateMs = Math.round(calibrated - calibrating)
  return { engine, bytes, calibrateMs, trainMs: Math.round(performance.now() - start - calibrateMs) }
}

/** The figures of a trained engine that was asked. */
export function figuresOf({ engine, bytes, trainMs, calibrateMs }: Trained, answers: Answers): Report {
  const { p50Ms, p99Ms, ...figures } = evaluationOf(answers, engine.intents.length)
  // Of this process, which asks; training has one of its own.
  const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024)
  return { ...figures, trainMs, calibrateMs, p50Ms, p99Ms, modelBytes: bytes?.byteLength ?? null, peakRssMb }
}
