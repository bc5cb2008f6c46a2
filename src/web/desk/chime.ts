/** The desk's sounds, made by the browser itself: no file is loaded. */

import type { NewsKind } from './news.ts'

/** Tones one after the other, in hertz; an offer, which wants an answer, is the only one of three. */
const TONES: Readonly<Record<NewsKind, readonly number[]>> = {
  offer: [659, 880, 1047],
  waiting: [587, 784],
  message: [784],
  back: [784, 587],
}
const TONE_SECONDS = 0.16
const GAP_SECONDS = 0.13
const LOUDNESS = 0.12
/** What comes within this time is one sound, in milliseconds. */
const QUIET_MS = 1_500

export class Chime {
  #context: AudioContext | undefined
  #last = Number.NEGATIVE_INFINITY

  /** Browsers let a page be heard only once somebody has touched it; called then. */
  arm(): void {
    if (typeof AudioContext === 'undefined') return
    this.#context ??= new AudioContext()
    // Refused means silent: what is to be heard can be seen as well.
    if (this.#context.state === 'suspended') this.#context.resume().catch(() => {})
  }

  /** @param now of a clock that only goes forward, in milliseconds. @returns whether it was heard */
  play(kind: NewsKind, now: number = performance.now()): boolean {
    const context = this.#context
    if (context?.state !== 'running' || now - this.#last < QUIET_MS) return false
    this.#last = now
    for (const [place, hertz] of TONES[kind].entries()) {
      const at = context.currentTime + place * GAP_SECONDS
      const gain = new GainNode(context, { gain: 0 })
      const tone = new OscillatorNode(context, { type: 'sine', frequency: hertz })
      gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015)
      gain.gain.exponentialRampToValueAtTime(0.0001, at + TONE_SECONDS * 2)
      tone.connect(gain).connect(context.destination)
      tone.start(at)
      tone.stop(at + TONE_SECONDS * 2)
    }
    return true
  }

  close(): void {
    const context = this.#context
    this.#context = undefined
    // It may be closed already, which is what was wanted.
    context?.close().catch(() => {})
  }
}
