/** The inner loops of training in WebAssembly, and the memory they work in. Source: `kernels/training.ts`. */
import { readFileSync } from 'node:fs'

/** What `kernels/training.ts` exports; all addresses are byte offsets into one memory. */
interface Exports {
  seed(value: number): void
  fillRandom(at: number, count: number, most: number): void
  bagEpoch(...[order, rows, starts, ids, values, labels]: number[]): void
  addScores(...[embedding, features, output, zero, intents, all, width]: number[]): void
  addAll(to: number, from: number, count: number, share: number): void
  machinePass(...[order, active, starts, ids, values, labels]: number[]): number
  timesSquare(...[rows, starts, ids, values, from, into, width, row]: number[]): void
  gram(matrix: number, count: number, width: number, into: number): void
  timesRight(matrix: number, count: number, width: number, square: number, held: number): void
}

type Numbers = Int32Array | Uint16Array | Float32Array

const PAGE = 65_536
/** Everything begins at a multiple of this many bytes. */
const ALIGNMENT = 16
// Address 0 stands for nothing.
const FIRST = ALIGNMENT

let compiled: WebAssembly.Module | undefined

/** A memory with the kernels over it. It only grows; what was put in is freed with the whole. */
export class KernelMemory {
  readonly run: Exports
  readonly #memory = new WebAssembly.Memory({ initial: 1 })
  #end = FIRST

  constructor() {
    compiled ??= new WebAssembly.Module(readFileSync(new URL('./kernels.wasm', import.meta.url)))
    const instance = new WebAssembly.Instance(compiled, { env: { memory: this.#memory } })
    // Compiled from kernels/training.ts, which a test makes sure of.
    this.run = instance.exports as unknown as Exports
  }

  /** Room for so many bytes, all 0; returns its address. */
  room(bytes: number): number {
    const at = this.#end
    this.#end = at + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
    const missing = this.#end - this.#memory.buffer.byteLength
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE))
    return at
  }

  /** Copies numbers in; returns their address. */
  put(numbers: Numbers): number {
    const at = this.room(numbers.byteLength)
    const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
    new Uint8Array(this.#memory.buffer, at, numbers.byteLength).set(bytes)
    return at
  }

  /** Whole numbers as they stand there: a view that is void as soon as the memory grows. */
  ints(at: number, count: number): Int32Array {
    return new Int32Array(this.#memory.buffer, at, count)
  }

  /** Floats as they stand there: a view that is void as soon as the memory grows. */
  floats(at: number, count: number): Float32Array {
    return new Float32Array(this.#memory.buffer, at, count)
  }
}
