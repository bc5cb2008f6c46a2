/** A model as bytes: twenty bytes of header, a checksum, and the learned parts, compressed. */
import { createHash } from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { LiukeError } from '../../errors.ts'
import type { Thresholds } from '../types.ts'
import type { Calibration } from './calibration.ts'
import type { Mixture } from './ensemble.ts'
import { HashIndex } from './hash-index.ts'
import { lexiconOf } from './lexicon.ts'
import type { ModelInfo, ModelParts } from './model.ts'
import type { ScoreTable } from './score-table.ts'
import { decodeVarints, differences, encodeVarints, sums } from './varints.ts'

/** Raised whenever the form of the file, or anything features depend on, changes. */
export const MODEL_VERSION = 4

const MAGIC = 'LIUKENLU'
const HEADER = 20
const CHECKSUM = 32
const MOST_BYTES = 512 * 1024 * 1024
/** The smallest piece zlib takes. */
const MIN_CHUNK = 64
/** Higher levels save next to nothing here. */
const LEVEL = 3

interface Meta {
  readonly intents: readonly string[]
  readonly mixture: Mixture
  readonly calibration: Calibration
  readonly thresholds: Thresholds
  readonly info: ModelInfo
  /** Intents, and one more where what is nobody's business was learned. */
  readonly classes: number
  readonly leastRows: number
  readonly bilingual: boolean
}

/** Writes a model; the same parts give the same bytes. */
export function encodeModel(parts: ModelParts): Uint8Array {
  const { rows, dual, lexicon, vocabulary } = parts
  const meta: Meta = {
    intents: parts.intents,
    mixture: parts.mixture,
    calibration: parts.calibration,
    thresholds: parts.thresholds,
    info: parts.info,
    classes: parts.plain.intents,
    leastRows: parts.leastRows,
    bilingual: lexicon.bilingual,
  }
  const sections = [
    Buffer.from(JSON.stringify(meta)),
    encodeVarints(differences(vocabulary.index.hashes)),
    vocabulary.kinds,
    Buffer.from(lexicon.stems.join('\n')),
    bytesOf(lexicon.idf),
    bytesOf(lexicon.vectors),
    encodeVarints(differences(lexicon.words.hashes)),
    encodeVarints(differences(lexicon.starts)),
    bytesOf(Uint16Array.from(lexicon.ids)),
    Buffer.from(parts.spelling.words.join('\n')),
    bytesOf(parts.spelling.counts),
    encodeVarints(differences(rows.starts)),
    encodeVarints(rowDifferences(rows)),
    rows.counts,
    bytesOf(parts.labels),
    bytesOf(dual.scales),
    encodeVarints(differences(dual.starts)),
    bytesOf(dual.which),
    bytesOf(dual.steps),
    ...bytesOfTable(parts.plain),
    ...bytesOfTable(parts.balanced),
    bytesOf(parts.centre),
  ]
  const payload: Uint8Array[] = []
  for (const section of sections) {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(section.byteLength)
    payload.push(length, section)
  }
  const raw = Buffer.concat(payload)
  const body = zstdCompressSync(raw, {
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL },
  })
  const header = Buffer.alloc(HEADER)
  header.write(MAGIC, 0, 'latin1')
  header.writeUInt32LE(MODEL_VERSION, 8)
  header.writeUInt32LE(body.byteLength, 12)
  header.writeUInt32LE(raw.byteLength, 16)
  return new Uint8Array(Buffer.concat([header, checksum(header, body), body]))
}

/**
 * Reads a model.
 * @throws LiukeError like {@link checkModel}
 */
export function decodeModel(bytes: Uint8Array): ModelParts {
  const body = bodyOf(bytes)
  const rawBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(16, true)
  // In one piece: putting pieces together would take as long as unpacking them.
  return readParts(
    zstdDecompressSync(body, { chunkSize: Math.max(MIN_CHUNK, rawBytes), maxOutputLength: MOST_BYTES }),
  )
}

/**
 * Makes sure that bytes are a model as it was written, in a small part of the time it takes to read it.
 * @throws LiukeError `model_foreign` for bytes that are no model, `model_version` for a model of another
 *   version of Liuke, `model_damaged` for one that is not as it was written
 */
export function checkModel(bytes: Uint8Array): void {
  bodyOf(bytes)
}

/** The checksum a model was written with; two models with the same one are the same. */
export function checksumOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(HEADER, HEADER + CHECKSUM)).toString('hex')
}

/** The compressed parts, which the checksum says are what was written. */
function bodyOf(bytes: Uint8Array): Buffer {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.byteLength < HEADER || file.toString('latin1', 0, 8) !== MAGIC) {
    throw new LiukeError('model_foreign', 'These bytes are no Liuke model.', 'Train the model again.')
  }
  const version = file.readUInt32LE(8)
  if (version !== MODEL_VERSION) {
    throw new LiukeError(
      'model_version',
      `The model has version ${version}, this Liuke reads version ${MODEL_VERSION}.`,
      'Train the model again.',
    )
  }
  const header = file.subarray(0, HEADER)
  const body = file.subarray(HEADER + CHECKSUM)
  const whole = body.byteLength === header.readUInt32LE(12)
  if (!whole || !checksum(header, body).equals(file.subarray(HEADER, HEADER + CHECKSUM))) throw damaged()
  return body
}

function readParts(payload: Buffer): ModelParts {
  let at = 0
  const next = (): Buffer => {
    if (at + 4 > payload.byteLength) throw damaged()
    const length = payload.readUInt32LE(at)
    const section = payload.subarray(at + 4, at + 4 + length)
    if (section.byteLength !== length) throw damaged()
    at += 4 + length
    return section
  }
  // Typed arrays want their bytes aligned, which a copy is.
  const copy = (): ArrayBuffer => new Uint8Array(next()).buffer
  // Written by encodeModel; the checksum says that it still is what was written.
  const meta = JSON.parse(next().toString('utf8')) as Meta
  const { classes } = meta
  const vocabulary = { index: new HashIndex(sums(decodeVarints(next()))), kinds: new Uint8Array(copy()) }
  const space = {
    stems: linesOf(next()),
    idf: new Float32Array(copy()),
    vectors: new Int8Array(copy()),
  }
  const words = new HashIndex(sums(decodeVarints(next())))
  const wordStarts = Int32Array.from(sums(decodeVarints(next())))
  const meanings = Int32Array.from(new Uint16Array(copy()))
  const spelling = { words: linesOf(next()), counts: new Uint16Array(copy()) }
  const starts = Int32Array.from(sums(decodeVarints(next())))
  const ids = rowSums(starts, decodeVarints(next()))
  const counts = new Uint8Array(copy())
  const labels = new Uint16Array(copy())
  const dual = {
    intents: classes,
    scales: new Float32Array(copy()),
    starts: Int32Array.from(sums(decodeVarints(next()))),
    which: new Uint16Array(copy()),
    steps: new Int16Array(copy()),
  }
  const table = (): ScoreTable => ({
    intents: classes,
    scales: new Float32Array(copy()),
    steps: new Int8Array(copy()),
    bias: new Float32Array(copy()),
  })
  return {
    intents: meta.intents,
    mixture: meta.mixture,
    calibration: meta.calibration,
    thresholds: meta.thresholds,
    info: meta.info,
    leastRows: meta.leastRows,
    vocabulary,
    spelling,
    lexicon: lexiconOf(space, words, wordStarts, meanings, meta.bilingual),
    rows: { size: labels.length, starts, ids, counts },
    labels,
    dual,
    plain: table(),
    balanced: table(),
    centre: new Float32Array(copy()),
  }
}

function linesOf(text: Buffer): string[] {
  return text.byteLength === 0 ? [] : text.toString('utf8').split('\n')
}

function bytesOfTable({ scales, steps, bias }: ScoreTable): Uint8Array[] {
  return [bytesOf(scales), bytesOf(steps), bytesOf(bias)]
}

/** Feature numbers ascend within a row, so their differences are small. */
function rowDifferences({ starts, ids }: ModelParts['rows']): Int32Array {
  const steps = Int32Array.from(ids)
  for (let row = 0; row + 1 < starts.length; row++) {
    for (let at = starts[row]! + 1; at < starts[row + 1]!; at++) steps[at] = ids[at]! - ids[at - 1]!
  }
  return steps
}

function rowSums(starts: Int32Array, steps: Float64Array): Int32Array {
  const ids = Int32Array.from(steps)
  for (let row = 0; row + 1 < starts.length; row++) {
    for (let at = starts[row]! + 1; at < starts[row + 1]!; at++) ids[at]! += ids[at - 1]!
  }
  return ids
}

// Numbers are stored as they lie in memory: little-endian on every machine Node 24 runs on but IBM's z.
function bytesOf(array: Int32Array | Uint16Array | Int16Array | Int8Array | Float32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

function checksum(header: Buffer, body: Buffer): Buffer {
  return createHash('sha256').update(header).update(body).digest()
}

function damaged(): LiukeError {
  return new LiukeError('model_damaged', 'The model is not as it was written.', 'Train the model again.')
}
