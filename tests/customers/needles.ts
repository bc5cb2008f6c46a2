/** Looks for many texts in many bytes at once, in the encodings a text can be in. */

interface Form {
  readonly kind: string
  readonly text: string
  readonly bytes: Buffer
}

/** Digits alone are also parts of times, amounts and ids: a number counts where it stands by itself. */
const DIGITS = /^\d+$/
/** Bytes the search begins with; nothing shorter can be looked for. */
const HEAD = 3

/** Texts that must not be found, each of a kind. */
export class Needles {
  readonly #forms = new Map<number, Form[]>()
  /** One bit for each head, so that most bytes are passed over at once. */
  readonly #heads = new Uint8Array((1 << 24) / 8)
  readonly #samples = new Map<string, string>()

  add(kind: string, text: string): void {
    if (Buffer.byteLength(text) < 6) throw new Error(`${kind} is too short to be looked for.`)
    if (!this.#samples.has(kind)) this.#samples.set(kind, text)
    this.addBytes(kind, text, Buffer.from(text))
    const escaped = JSON.stringify(text).slice(1, -1)
    if (escaped !== text) this.addBytes(kind, text, Buffer.from(escaped))
    // Four bytes are found anywhere by chance.
    if (text.length >= 4) this.addBytes(kind, text, Buffer.from(text, 'utf16le'))
  }

  /** @param text what it is called in the result */
  addBytes(kind: string, text: string, bytes: Buffer): void {
    const head = bytes.readUIntBE(0, HEAD)
    this.#heads[head >>> 3] = (this.#heads[head >>> 3] ?? 0) | (1 << (head & 7))
    this.#forms.set(head, [...(this.#forms.get(head) ?? []), { kind, text, bytes }])
  }

  /** One text of each kind. */
  get samples(): ReadonlyMap<string, string> {
    return this.#samples
  }

  /** What is in there, as `kind: text`, each once. */
  in(bytes: Buffer): string[] {
    const found = new Set<string>()
    let head = 0
    for (let at = 0; at < bytes.length; at++) {
      head = ((head << 8) | (bytes[at] ?? 0)) & 0xffffff
      if (((this.#heads[head >>> 3] ?? 0) & (1 << (head & 7))) === 0) continue
      const from = at - HEAD + 1
      for (const form of this.#forms.get(head) ?? [])
        if (isAt(bytes, from, form)) found.add(`${form.kind}: ${form.text}`)
    }
    return [...found]
  }
}

function isAt(bytes: Buffer, from: number, { text, bytes: wanted }: Form): boolean {
  if (from < 0 || !bytes.subarray(from, from + wanted.length).equals(wanted)) return false
  if (!DIGITS.test(text)) return true
  return !isWord(bytes[from - 1]) && !isWord(bytes[from + wanted.length])
}

/** Whether a byte is a letter or digit, or joins them in ids. */
function isWord(byte: number | undefined): boolean {
  return byte !== undefined && /[0-9A-Za-z_-]/.test(String.fromCharCode(byte))
}
