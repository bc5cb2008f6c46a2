/** Chinese scripts: which one a customer writes, and turning one into the other. */
import { Converter as FromMainland } from 'opencc-js/cn2t'
import { Converter as ToMainland } from 'opencc-js/t2cn'

/** Simplified (`hans`) or traditional (`hant`) characters. */
export type Script = 'hans' | 'hant'

const HAN = /\p{Script=Han}/u

/** Whether any character is Chinese. */
export function hasHan(text: string): boolean {
  return HAN.test(text)
}

/** The same text in simplified characters and mainland words (簡訊 → 短信); other text is unchanged. */
export function toSimplified(text: string): string {
  return toMainland()(text)
}

/** The same text in traditional characters as written in Taiwan and Hong Kong; other text is unchanged. */
export function toTraditional(text: string): string {
  return toTaiwan()(text)
}

/**
 * The script a text is written in, by the characters only one of them has; null where it has none of these or
 * as many of one as of the other.
 */
export function scriptOf(text: string): Script | null {
  let balance = 0
  if (hasHan(text)) {
    const { simplified, traditional } = onlyIn()
    for (const character of text) {
      if (simplified.has(character)) balance--
      else if (traditional.has(character)) balance++
    }
  }
  if (balance === 0) return null
  return balance > 0 ? 'hant' : 'hans'
}

// Built on first use: each takes some 20 ms, and the command line often needs none of them.
const toMainland = once(() => ToMainland({ from: 'twp', to: 'cn' }))
const toTaiwan = once(() => FromMainland({ from: 'cn', to: 'tw' }))

/** The national character sets tell the scripts apart: GB 2312 of the mainland, Big5 of Taiwan. */
const onlyIn = once(() => {
  const mainland = charactersOf('gbk', [0xb0, 0xf7], [[0xa1, 0xfe]])
  const taiwan = charactersOf(
    'big5',
    [0xa4, 0xf9],
    [
      [0x40, 0x7e],
      [0xa1, 0xfe],
    ],
  )
  return { simplified: without(mainland, taiwan), traditional: without(taiwan, mainland) }
})

/** The Chinese characters of a double-byte set, by the ranges of its first and second bytes. */
function charactersOf(encoding: string, first: [number, number], second: [number, number][]): Set<string> {
  const bytes: number[] = []
  for (let a = first[0]; a <= first[1]; a++) {
    for (const [from, to] of second) for (let b = from; b <= to; b++) bytes.push(a, b)
  }
  const decoded = new TextDecoder(encoding).decode(Uint8Array.from(bytes))
  return new Set([...decoded].filter((character) => HAN.test(character)))
}

function without(characters: Set<string>, others: Set<string>): Set<string> {
  return new Set([...characters].filter((character) => !others.has(character)))
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
