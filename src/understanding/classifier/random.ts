/** Random numbers that depend on a seed alone, so that training can be repeated bit for bit. */

/** Draws the next number, 0 ≤ x < 1. */
export type Random = () => number

/** Mixes whole numbers into one seed, so that every part of a training draws its own sequence. */
export function mixSeed(...parts: readonly number[]): number {
  let hash = 0x811c9dc5
  for (const part of parts) {
    hash = Math.imul(hash ^ (part | 0), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
    hash ^= hash >>> 13
  }
  return hash >>> 0
}

/** A generator with 32 bits of state (mulberry32, Tommy Ettinger, public domain). */
export function createRandom(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Shuffles the first `length` places of an array in place (Fisher and Yates). */
export function shuffle(order: Int32Array, length: number, random: Random): void {
  for (let i = length - 1; i > 0; i--) {
    const j = (random() * (i + 1)) | 0
    const held = order[i]!
    order[i] = order[j]!
    order[j] = held
  }
}
