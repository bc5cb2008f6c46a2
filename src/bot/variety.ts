/** Picks among the variants of a wording, so that what was said last is not said again next. */

/** What is kept of it in the memory of a conversation: the variant said last, by key; the latest last. */
export interface SaidLast {
  said?: Readonly<Record<string, number>>
}

/** Keys that are kept; of a wording not heard for so long, any variant is new. */
const KEPT = 40

/** The variants of one turn. The same memory gives the same variants, so a turn that is run again says the same. */
export class Variety {
  #memory: SaidLast | undefined
  readonly #offered = new Map<string, { readonly at: number; readonly text: string }>()

  /** The memory that is read and, for what is really said, changed. */
  remember(memory: SaidLast): void {
    this.#memory = memory
  }

  /**
   * The variant to say next.
   * @param count how many there are, at least 1
   * @returns from 0 to below `count`: the first for what has not been said yet, then one after the other
   */
  next(key: string, count: number): number {
    const last = this.#memory?.said?.[key]
    return last === undefined ? 0 : (last + 1) % count
  }

  /** A text was made of a variant; it counts as said only when it is sent. */
  offer(key: string, at: number, text: string): void {
    this.#offered.set(key, { at, text })
  }

  /** A message is sent: keeps which variants are in it. */
  sent(message: string): void {
    if (!this.#memory) return
    for (const [key, { at, text }] of this.#offered) {
      if (!message.includes(text)) continue
      const { [key]: _before, ...others } = this.#memory.said ?? {}
      this.#memory.said = Object.fromEntries([...Object.entries(others), [key, at] as const].slice(-KEPT))
      this.#offered.delete(key)
    }
  }
}
