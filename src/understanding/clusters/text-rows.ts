/** Weighs what texts are made of: rows of features by rarity among the texts, and where their meanings point. */
import { FEATURE_KINDS, featuresOf, MEANING_KEY } from '../classifier/features.ts'
import { directionOf, type Lexicon, type Meanings, meaningsOf } from '../classifier/lexicon.ts'
import { WIDTH } from '../classifier/meaning-space.ts'
import { UNSEEN, type Usual } from './bridges.ts'
import { commonness, KIND_WEIGHTS } from './feature-weights.ts'

/** Texts as sparse rows of length 1, or empty; features that only one text has are left out. */
export interface TextRows {
  readonly size: number
  readonly features: number
  readonly starts: Int32Array
  readonly ids: Int32Array
  readonly values: Float32Array
  /** Where the meaning of text `i` points, less what all have in common, at `i * WIDTH`; of length 1 or 0. */
  readonly directions: Float32Array
}

const KINDS = new Map<string, number>(FEATURE_KINDS.map(({ key }, kind) => [key, kind]))
const LEAST_TEXTS = 2

/** Reads normalised texts. */
export function rowsOfTexts(
  forms: readonly string[],
  isChinese: readonly boolean[],
  lexicon: Lexicon,
  usual: Usual,
): TextRows {
  const numbers = new Map<string, number>()
  const kinds: number[] = []
  const frequency: number[] = []
  const starts = new Int32Array(forms.length + 1)
  const ids: number[] = []
  const values: number[] = []
  const directions = new Float32Array(forms.length * WIDTH)
  for (const [row, form] of forms.entries()) {
    const meanings = meaningsOf(form, lexicon)
    const features = withMeanings(form, meanings, lexicon)
    for (const [name, times] of features) {
      let id = numbers.get(name)
      if (id === undefined) {
        id = numbers.size
        numbers.set(name, id)
        kinds.push(KINDS.get(name.charAt(0)) ?? 0)
        frequency.push(0)
      }
      frequency[id]!++
      ids.push(id)
      values.push((1 + Math.log(times)) * commonness(name))
    }
    starts[row + 1] = ids.length
    directions.set(unit(directionOf(meanings, lexicon)), row * WIDTH)
  }
  for (const language of [true, false]) centre(directions, isChinese, language)
  const known = [...frequency]
  for (const form of usual.forms) {
    for (const name of withMeanings(form, meaningsOf(form, lexicon), lexicon).keys()) {
      const id = numbers.get(name)
      if (id !== undefined) known[id]! += usual.each
    }
  }
  const others = usual.forms.length * usual.each
  return weigh({ starts, ids, values, kinds, frequency, known, others, directions })
}

function withMeanings(form: string, meanings: Meanings, lexicon: Lexicon): Map<string, number> {
  const features = featuresOf(form)
  for (const [stem, times] of meanings) features.set(MEANING_KEY + lexicon.stems[stem], times)
  return features
}

interface Counted {
  readonly starts: Int32Array
  readonly ids: readonly number[]
  readonly values: readonly number[]
  readonly kinds: readonly number[]
  readonly frequency: readonly number[]
  /** As `frequency`, with what is usual; of so many texts beside. */
  readonly known: readonly number[]
  readonly others: number
  readonly directions: Float32Array
}

/** Every kind of features gets its share of a row; kept features are numbered anew, without gaps. */
function weigh({ starts, ids, values, kinds, frequency, known, others, directions }: Counted): TextRows {
  const size = starts.length - 1
  let features = 0
  const kept = Int32Array.from(frequency, (count) => (count >= LEAST_TEXTS ? features++ : -1))
  const rarity = Float64Array.from(known, (count) => Math.log((1 + size + others + UNSEEN) / count))
  const weighed = new Float32Array(ids.length)
  const numbers = new Int32Array(ids.length)
  const begins = new Int32Array(size + 1)
  let place = 0
  for (let row = 0; row < size; row++) {
    const squares = new Float64Array(FEATURE_KINDS.length)
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const id = ids[at]!
      if (kept[id]! >= 0) squares[kinds[id]!]! += (values[at]! * rarity[id]!) ** 2
    }
    let whole = 0
    for (const [kind, weight] of KIND_WEIGHTS.entries()) if (squares[kind]! > 0) whole += weight ** 2
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const id = ids[at]!
      if (kept[id]! < 0) continue
      const weight = KIND_WEIGHTS[kinds[id]!]!
      const length = Math.sqrt(squares[kinds[id]!]! * whole)
      if (length === 0) continue
      numbers[place] = kept[id]!
      weighed[place++] = (values[at]! * rarity[id]! * weight) / length
    }
    begins[row + 1] = place
  }
  return {
    size,
    features,
    starts: begins,
    ids: numbers.slice(0, place),
    values: weighed.slice(0, place),
    directions,
  }
}

/** Takes from all directions of one language what they have in common. */
function centre(directions: Float32Array, isChinese: readonly boolean[], language: boolean): void {
  const own = [...isChinese.keys()].filter((text) => isChinese[text] === language)
  const mean = new Float64Array(WIDTH)
  for (const text of own)
    for (let q = 0; q < WIDTH; q++) mean[q]! += directions[text * WIDTH + q]! / own.length
  for (const text of own) {
    const direction = directions.subarray(text * WIDTH, (text + 1) * WIDTH)
    if (direction.every((value) => value === 0)) continue
    for (let q = 0; q < WIDTH; q++) direction[q]! -= mean[q]!
    unit(direction)
  }
}

/** Makes a vector's length 1, in place, unless it is 0. */
export function unit(vector: Float32Array): Float32Array {
  let squares = 0
  for (const value of vector) squares += value * value
  if (squares === 0) return vector
  const scale = 1 / Math.sqrt(squares)
  for (let q = 0; q < vector.length; q++) vector[q]! *= scale
  return vector
}
