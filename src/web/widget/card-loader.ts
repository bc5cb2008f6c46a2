/** Fetches the part of the widget that draws cards, once and only when it is needed. */

import type { CardRenderer } from './card/renderer.ts'

export class CardLoader {
  readonly #address: string
  #loading: Promise<CardRenderer> | undefined
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
      throw error
    })
    return this.#loading
  }

  async #load(): Promise<CardRenderer> {
    // The server's own module, built from card/renderer.ts together with this script.
    this.#loaded = (await import(this.#address)) as CardRenderer
    return this.#loaded
  }
}
