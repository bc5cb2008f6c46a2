/** Fetches the part of the widget that draws cards, once and only when it is needed. */

import type { CardRenderer } from './card/renderer.ts'

export class CardLoader {
  readonly #address: string
  #loading: Promise<CardRenderer> | undefined
  #failures = 0
  #loaded: CardRenderer | undefined

  /** @param address of the module, on the same server as the widget's script */
  constructor(address: string) {
    this.#address = address
  }

  /** The renderer, if it is already there. */
  get loaded(): CardRenderer | undefined {
    return this.#loaded
  }

  /** Fetches the renderer; after a failure the next card tries again. */
  load(): Promise<CardRenderer> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = undefined
      this.#failures += 1
      throw error
    })
    return this.#loading
  }

  async #load(): Promise<CardRenderer> {
    // Browsers remember by its address that a module could not be had: another try needs another address.
    const address = this.#failures === 0 ? this.#address : `${this.#address}?again=${this.#failures}`
    // The server's own module, built from card/renderer.ts together with this script.
    this.#loaded = (await import(address)) as CardRenderer
    return this.#loaded
  }
}
