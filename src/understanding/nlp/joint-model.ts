/** The one model that all domain managers of a container share: both languages, learned together. */
import { awaken, type Model, understand } from '../classifier/model.ts'
import { checksumOf, decodeModel } from '../classifier/model-file.ts'
import { trainModel } from '../classifier/train.ts'
import type { LabelledUtterance, TrainingSet, Understanding } from '../types.ts'

/** Name under which the container knows its joint model. */
export const JOINT_MODEL = 'liuke-joint-model'

/**
 * Collects what each locale's domain manager is trained with, and trains once from all of it. Where a model
 * was trained elsewhere, `load` takes its bytes.
 */
export class JointModel {
  readonly #rows = new Map<string, readonly LabelledUtterance[]>()
  readonly #seed: number
  #background: readonly string[] = []
  #bytes: Uint8Array | undefined
  #model: Model | undefined
  #checksum: string | undefined

  constructor(seed: number) {
    this.#seed = seed
  }

  /** Bytes of the model it was last trained to be; undefined where it was loaded, for it may be large. */
  get bytes(): Uint8Array | undefined {
    return this.#bytes
  }

  /** Questions out of scope to calibrate the next training with. */
  set background(questions: TrainingSet['background']) {
    this.#background = questions
  }

  /** Replaces what one locale contributes to the next training. */
  contribute(locale: string, rows: readonly LabelledUtterance[]): void {
    this.#rows.set(locale, rows)
  }

  /** Trains from what all locales have contributed; blocks, so the product trains in a worker instead. */
  train(): void {
    const rows = [...this.#rows.values()].flat()
    const bytes = trainModel({ rows, background: this.#background, seed: this.#seed })
    this.load(bytes)
    this.#bytes = bytes
  }

  /** Takes over a trained model. Throws like `decodeModel`, and then keeps the model it had. */
  load(bytes: Uint8Array): Model {
    const model = awaken(decodeModel(bytes))
    this.#checksum = checksumOf(bytes)
    this.#model = model
    this.#bytes = undefined
    return model
  }

  /** Whether these are the bytes of the model that is loaded. */
  holds(bytes: Uint8Array): boolean {
    return this.#checksum !== undefined && this.#checksum === checksumOf(bytes)
  }

  /** What the model makes of a message; undefined before any training or loading. */
  understand(text: string): Understanding | undefined {
    return this.#model && understand(this.#model, text)
  }
}
