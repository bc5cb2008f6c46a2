/** Finds texts by number without keeping the texts: a table of their hashes. */

const EMPTY = -1
const HIGH = 2 ** 32

/**
 * A number of 40 bits for a text: parts of two FNV-1a hashes side by side. An unknown text passes for one of
 * 100,000 known ones with a probability of one in ten million.
 */
export function hashOf(text: string): number {
  let low = 0x811c9dc5
  let high = 0x2f0b4a27
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    low = Math.imul(low ^ unit, 0x01000193)
    high = Math.imul(high ^ unit, 0x5bd1e995)
    high ^= high >>> 15
  }
  low ^= low >>> 16
  low = Math.imul(low, 0x85ebca6b)
  return ((high >>> 8) & 0xff) * HIGH + ((low ^ (low >>> 13)) >>> 0)
}

/** Texts by number: text `i` has the hash `hashes[i]`; hashes ascend. */
export class HashIndex {
  readonly hashes: Float64Array
  readonly #places: Int32Array
  readonly #mask: number

  constructor(hashes: Float64Array) {
    this.hashes = hashes
    let size = 16
    while (size < 2 * hashes.length) size *= 2
    this.#mask = size - 1
    this.#places = new Int32Array(size).fill(EMPTY)
    for (let i = 0; i < hashes.length; i++) {
      let place = hashes[i]! & this.#mask
      while (this.#places[place] !== EMPTY) place = (place + 1) & this.#mask
      this.#places[place] = i
    }
  }

  get size(): number {
    return this.hashes.length
  }

  /** Number of a text, or -1 for one that is not in the table. */
  find(text: string): number {
    return this.findHash(hashOf(text))
  }

  /** Number of the text with that hash, or -1. */
  findHash(hash: number): number {
    for (let place = hash & this.#mask; ; place = (place + 1) & this.#mask) {
      const found = this.#places[place]!
      if (found === EMPTY || this.hashes[found] === hash) return found
    }
  }
}
