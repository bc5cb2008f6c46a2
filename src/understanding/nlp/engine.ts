/** A trained model ready to be asked, inside NLP.js. */

import type { ModelInfo } from '../classifier/model.ts'
import { hasHan } from '../script.ts'
import type { Thresholds, Understanding } from '../types.ts'
import type { LiukeAnswer } from './liuke-nlu.ts'
import { createNlpFrame, type NlpFrame } from './nlp-frame.ts'

/** Understands messages; in-process, without I/O, and it keeps nothing of what it is asked. */
export interface Engine {
  /** What to make of one message. Never rejects for any text. */
  understand(text: string): Promise<Understanding>
  /** All intents it can tell apart, in code-unit order. */
  readonly intents: readonly string[]
  /** Where its bands of confidence begin. */
  readonly thresholds: Thresholds
  readonly info: ModelInfo
  /** The NLP.js it works inside. */
  readonly frame: NlpFrame
}

/**
 * Makes an engine from the bytes of a model.
 * @throws LiukeError `model_foreign`, `model_version` or `model_damaged`
 */
export function createEngine(modelBytes: Uint8Array): Engine {
  const frame = createNlpFrame()
  const { nlp, joint } = frame
  const { intents, thresholds, info } = joint.load(modelBytes)
  return {
    intents,
    thresholds,
    info,
    frame,
    async understand(text) {
      const locale = hasHan(text) ? 'zh' : 'en'
      // A context of its own for every message: NLP.js would keep one per conversation for ever.
      const result = await nlp.process({ locale, utterance: text }, undefined, {})
      // LiukeNlu is the only classifier in the frame, so this is its answer. NLP.js drops empty texts on the way.
      const { understanding } = result.nluAnswer as LiukeAnswer
      return understanding.text === text ? understanding : { ...understanding, text }
    },
  }
}
