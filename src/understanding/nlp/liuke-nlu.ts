/** The classifier NLP.js' domain managers use in Liuke: theirs in shape, the joint model in substance. */
import type { Settings } from '@nlpjs/core'
import type { Classification } from '@nlpjs/nlu'
import { LiukeError } from '../../errors.ts'
import { featuresOf } from '../classifier/features.ts'
import { normalise } from '../normalise.ts'
import type { Understanding } from '../types.ts'
import { JOINT_MODEL, JointModel } from './joint-model.ts'
import { Nlu } from './nlpjs.ts'

/** What NLP.js gets back: `nlp.process` hands it on as `nluAnswer`. */
export interface LiukeAnswer {
  classifications: Classification[]
  understanding: Understanding
}

/** NLP.js' name for "no intent". */
const NONE = 'None'

/**
 * Replaces preparation, training, processing and storing of NLP.js' `Nlu`; keeps none of its caches.
 * Registered in the container under its own name, see `nlp-frame.ts`.
 */
export class LiukeNlu extends Nlu {
  get #joint(): JointModel {
    const joint = this.container.get(JOINT_MODEL)
    if (joint instanceof JointModel) return joint
    throw new LiukeError(
      'nlp_container_incomplete',
      'The NLP.js container holds no joint model.',
      'Make the container with createNlpFrame().',
    )
  }

  /** The features of a text with their counts, as NLP.js' managers know tokens. */
  override async prepare(text: unknown): Promise<Record<string, number>> {
    return Object.fromEntries(featuresOf(normalise(textOf(text))))
  }

  /** Contributes a locale's sentences; the training itself follows once for all locales. */
  override async train(
    corpus: readonly { utterance: string; intent: string }[],
  ): Promise<{ status: { utterances: number } }> {
    const rows = corpus.map(({ utterance, intent }) => ({ text: utterance, label: intent }))
    this.#joint.contribute(this.settings.locale, rows)
    return { status: { utterances: rows.length } }
  }

  /** The likeliest intents, and before them NLP.js' "None" where the model would rather decline. */
  override async process(utterance: unknown): Promise<LiukeAnswer> {
    const understanding = this.#joint.understand(textOf(utterance))
    if (!understanding) {
      throw new LiukeError('model_missing', 'No model is trained or loaded.', 'Train or load a model first.')
    }
    const classifications = understanding.candidates.map(({ intent, probability }) => {
      return { intent, score: probability }
    })
    if (understanding.band === 'decline') classifications.unshift({ intent: NONE, score: 1 })
    return { classifications, understanding }
  }

  /** Settings, and the joint model as base64. */
  override toJSON(): Settings {
    const { container: _, ...settings } = this.settings
    const { bytes } = this.#joint
    return { settings, model: bytes ? Buffer.from(bytes).toString('base64') : null }
  }

  /** Takes back what `toJSON` wrote; the second locale of the same model costs nothing. */
  override fromJSON(json: Settings): void {
    if (typeof json['model'] !== 'string') return
    const bytes = new Uint8Array(Buffer.from(json['model'], 'base64'))
    if (!this.#joint.holds(bytes)) this.#joint.load(bytes)
  }
}

/** NLP.js passes on whatever `process` was given; nothing said reads as an empty text. */
function textOf(utterance: unknown): string {
  return typeof utterance === 'string' ? utterance : ''
}
