/** A model as bytes: sixteen bytes of header, a checksum, and the learned parts, compressed. */
import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { LiukeError } from '../errors.ts'
import type { Calibration } from './calibration.ts'
import type { Glosses } from './glosses.ts'
import type { ModelInfo, ModelParts } from './model.ts'
import type { Thresholds } from './types.ts'
import { vocabularyOf } from './vocabulary.ts'

/** Raised whenever the form of the file, or anything features depend on, changes. */
export const MODEL_VERSION = 1

const MAGIC = 'LIUKENLU'
const HEADER = 16
const CHECKSUM = 32
const MOST_BYTES = 512 * 1024 * 1024

interface Meta {
  readonly intents: readonly string[]
  readonly calibration: Calibration
  readonly thresholds: Thresholds
  readonly info: ModelInfo
  readonly bags: number
  readonly width: number
}

/** Writes a model; the same parts give the same bytes. */
export function encodeModel(parts: ModelParts): Uint8Array {
  const { rows, bags, dual } = parts
  const meta: Meta = {
    intents: parts.intents,
    calibration: parts.calibration,
    thresholds: parts.thresholds,
    info: parts.info,
    bags: bags.bags,
    width: bags.width,
  }
  const sections = [
    Buffer.from(JSON.stringify(meta)),
    Buffer.from(parts.vocabulary.names.join('\n')),
    Buffer.from([...parts.glosses].map(([word, stems]) => `${word} ${stems}`).join('\n')),
    bytesOf(rows.starts),
    bytesOf(differences(rows)),
    rows.counts,
    bytesOf(parts.labels),
    bytesOf(dual.scales),
    bytesOf(dual.steps),
    bytesOf(bags.embedding),
    bytesOf(bags.scales),
    bytesOf(bags.output),
    bytesOf(bags.bias),
  ]
  const payload: Uint8Array[] = []
  for (const section of sections) {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(section.byteLength)
    payload.push(length, section)
  }
  const body = deflateRawSync(Buffer.concat(payload), { level: 6 })
  const header = Buffer.alloc(HEADER)
  header.write(MAGIC, 0, 'latin1')
  header.writeUInt32LE(MODEL_VERSION, 8)
  header.writeUInt32LE(body.byteLength, 12)
  return new Uint8Array(Buffer.concat([header, checksum(header, body), body]))
}

/**
 * Reads a model.
 * @throws LiukeError like {@link checkModel}
 */
export function decodeModel(bytes: Uint8Array): ModelParts {
  return readParts(inflateRawSync(bodyOf(bytes), { maxOutputLength: MOST_BYTES }))
}

/**
 * Makes sure that bytes are a model as it was written, in a small part of the time it takes to read it.
 * @throws LiukeError `model_foreign` for bytes that are no model, `model_version` for a model of another
 *   version of Liuke, `model_damaged` for one that is not as it was written
 */
export function checkModel(bytes: Uint8Array): void {
  bodyOf(bytes)
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
  const vocabulary = vocabularyOf(next().toString('utf8').split('\n'))
  const glosses = glossesOf(next().toString('utf8'))
  const starts = new Int32Array(copy())
  const ids = undifferenced(starts, new Int32Array(copy()))
  const counts = new Uint8Array(copy())
  const labels = new Uint16Array(copy())
  const scales = new Float32Array(copy())
  const steps = new Uint16Array(copy())
  return {
    intents: meta.intents,
    calibration: meta.calibration,
    thresholds: meta.thresholds,
    info: meta.info,
    vocabulary,
    glosses,
    rows: { size: labels.length, starts, ids, counts },
    labels,
    dual: { intents: meta.intents.length, scales, steps },
    bags: {
      bags: meta.bags,
      width: meta.width,
      embedding: new Int8Array(copy()),
      scales: new Float32Array(copy()),
      output: new Float32Array(copy()),
      bias: new Float32Array(copy()),
    },
  }
}

function glossesOf(lines: string): Glosses {
  const glosses = new Map<string, string>()
  for (const line of lines === '' ? [] : lines.split('\n')) {
    const space = line.indexOf(' ')
    glosses.set(line.slice(0, space), line.slice(space + 1))
  }
  return glosses
}

/** Feature numbers ascend within a row, so their differences are small and compress well. */
function differences({ starts, ids }: ModelParts['rows']): Int32Array {
  const steps = Int32Array.from(ids)
  for (let row = 0; row + 1 < starts.length; row++) {
    for (let at = starts[row]! + 1; at < starts[row + 1]!; at++) steps[at] = ids[at]! - ids[at - 1]!
  }
  return steps
}

function undifferenced(starts: Int32Array, steps: Int32Array): Int32Array {
  for (let row = 0; row + 1 < starts.length; row++) {
    for (let at = starts[row]! + 1; at < starts[row + 1]!; at++) steps[at]! += steps[at - 1]!
  }
  return steps
}

// Numbers are stored as they lie in memory: little-endian on every machine Node 24 runs on but IBM's z.
function bytesOf(array: Int32Array | Uint16Array | Int8Array | Float32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

function checksum(header: Buffer, body: Buffer): Buffer {
  return createHash('sha256').update(header).update(body).digest()
}

function damaged(): LiukeError {
  return new LiukeError('model_damaged', 'The model is not as it was written.', 'Train the model again.')
}
