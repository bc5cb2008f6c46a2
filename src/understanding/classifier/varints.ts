/** Whole numbers as bytes: seven bits a byte, the lowest first, the eighth bit says that more follow (LEB128). */

/** Writes numbers from 0 up to 2⁵³. */
export function encodeVarints(numbers: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 8)
  let place = 0
  for (let i = 0; i < numbers.length; i++) {
    let rest = numbers[i]!
    while (rest >= 0x80) {
      bytes[place++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    bytes[place++] = rest
  }
  return bytes.slice(0, place)
}

/** Reads what `encodeVarints` wrote. */
export function decodeVarints(bytes: Uint8Array): Float64Array {
  const numbers = new Float64Array(bytes.length)
  let count = 0
  for (let place = 0; place < bytes.length; ) {
    let byte = bytes[place++]!
    if (byte < 0x80) {
      numbers[count++] = byte
      continue
    }
    let number = byte & 0x7f
    let factor = 0x80
    do {
      byte = bytes[place++]!
      number += (byte & 0x7f) * factor
      factor *= 0x80
    } while (byte >= 0x80)
    numbers[count++] = number
  }
  return numbers.subarray(0, count)
}

/** How much each number is above the one before it. */
export function differences(ascending: ArrayLike<number>): Float64Array {
  return Float64Array.from(ascending, (number, i) => number - (i === 0 ? 0 : ascending[i - 1]!))
}

/** Undoes `differences`. */
export function sums(steps: Float64Array): Float64Array {
  let sum = 0
  return steps.map((step) => {
    sum += step
    return sum
  })
}
