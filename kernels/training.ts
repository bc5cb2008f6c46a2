/**
 * The inner loops of training, in AssemblyScript: compiled to `src/understanding/classifier/kernels.wasm` by
 * `npm run build:kernels`, and called from `src/understanding/classifier/{bag,svm,meaning-space}.ts`. Four numbers at a
 * time (WebAssembly SIMD) make them about ten times as fast as the same loops in JavaScript, and WebAssembly
 * fixes every rounding, so that a training gives the same bytes on every machine.
 *
 * Addresses are byte offsets into the memory the caller made. Widths and lanes are multiples of eight and four.
 */

@inline function floatAt(base: usize, place: i32): f32 {
  return load<f32>(base + (<usize>place << 2))
}

@inline function intAt(base: usize, place: i32): i32 {
  return load<i32>(base + (<usize>place << 2))
}

@inline function setFloat(base: usize, place: i32, value: f32): void {
  store<f32>(base + (<usize>place << 2), value)
}

@inline function sumOf(lanes: v128): f32 {
  return f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1) + (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3))
}

@inline function mostOf(lanes: v128): f32 {
  return max(
    max(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)),
    max(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3)),
  )
}

/** to[0..bytes) += factor * from[0..bytes), thirty-two bytes at a time. */
@inline function addScaled(to: usize, from: usize, factor: v128, bytes: usize): void {
  for (let q: usize = 0; q < bytes; q += 32) {
    v128.store(to + q, f32x4.add(v128.load(to + q), f32x4.mul(factor, v128.load(from + q))))
    v128.store(to + q, f32x4.add(v128.load(to + q, 16), f32x4.mul(factor, v128.load(from + q, 16))), 16)
  }
}

// --- Random numbers: mulberry32, as in src/understanding/classifier/random.ts ---

let state: i32 = 0

/** Begins a new sequence of random numbers. */
export function seed(value: i32): void {
  state = value
}

@inline function draw(): u32 {
  state = state + 0x6d2b79f5
  let mixed: i32 = (state ^ (state >>> 15)) * (1 | state)
  mixed = (mixed + (mixed ^ (mixed >>> 7)) * (61 | mixed)) ^ mixed
  return <u32>(mixed ^ (mixed >>> 14))
}

/** Fills `count` floats with random numbers from -most to most. */
export function fillRandom(at: usize, count: i32, most: f32): void {
  for (let i = 0; i < count; i++) setFloat(at, i, (<f32>draw() / <f32>2147483648 - 1) * most)
}

/** Shuffles the first `length` numbers (Fisher and Yates). */
export function shuffle(order: usize, length: i32): void {
  for (let i = length - 1; i > 0; i--) {
    const other = <i32>((<u64>draw() * <u64>(i + 1)) >> 32)
    const a = order + (<usize>i << 2)
    const b = order + (<usize>other << 2)
    const held = load<i32>(a)
    store<i32>(a, load<i32>(b))
    store<i32>(b, held)
  }
}

/** e to the power of each x ≤ 0: powers of two, and the polynomial of Cephes' expf between them. */
@inline function powersOfE(x: v128): v128 {
  const low = f32x4.max(x, f32x4.splat(-80))
  const whole = f32x4.nearest(f32x4.mul(low, f32x4.splat(1.4426950408889634)))
  const rest = f32x4.add(
    f32x4.sub(low, f32x4.mul(whole, f32x4.splat(0.693359375))), f32x4.mul(whole, f32x4.splat(2.1219444e-4)))
  let sum = f32x4.splat(1.98756915e-4)
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1.39819995e-3))
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(8.33345191e-3))
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(4.16657959e-2))
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1.66666655e-1))
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(5.00000012e-1))
  sum = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(sum, rest), rest), rest), f32x4.splat(1))
  const powers = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23)
  return f32x4.mul(powers, sum)
}

/** The sums of four vectors' lanes, as four lanes. */
@inline function sumsOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7))
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7))
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7))
}

/** Writes vector · weights + bias of four intents at a time; `output` and `bias` are filled up to fours. */
@inline function scoresOf(vector: usize, output: usize, bias: usize, intents: i32, bytes: usize, scores: usize): void {
  for (let intent = 0; intent < intents; intent += 4) {
    const first = output + <usize>intent * bytes
    const second = first + bytes
    const third = second + bytes
    const fourth = third + bytes
    let a = f32x4.splat(0)
    let b = a
    let c = a
    let d = a
    for (let q: usize = 0; q < bytes; q += 16) {
      const part = v128.load(vector + q)
      a = f32x4.add(a, f32x4.mul(part, v128.load(first + q)))
      b = f32x4.add(b, f32x4.mul(part, v128.load(second + q)))
      c = f32x4.add(c, f32x4.mul(part, v128.load(third + q)))
      d = f32x4.add(d, f32x4.mul(part, v128.load(fourth + q)))
    }
    const place = <usize>intent << 2
    v128.store(scores + place, f32x4.add(v128.load(bias + place), sumsOf(a, b, c, d)))
  }
}

/**
 * One epoch of an embedding bag over the rows in `order`, which it shuffles: stochastic gradient descent on
 * the softmax of the weighted mean of the vectors of a row's features, of which a share is hidden each time.
 * `values` stand beside `ids`; a value of 0 hides a feature for good. `kept` needs eight bytes for each
 * feature of the longest row, `mean` and `push` `width` floats, `error` `all` floats. `all` is `intents` filled up to
 * a multiple of four with intents that are never right, of a bias far below 0.
 */
export function bagEpoch(
  order: usize, rows: i32, starts: usize, ids: usize, values: usize, labels: usize,
  embedding: usize, output: usize, bias: usize, width: i32, intents: i32, all: i32,
  rate: f32, outputRate: f32, biasRate: f32, dropout: f32, leastError: f32,
  kept: usize, mean: usize, push: usize, error: usize,
): void {
  const bytes = <usize>width << 2
  const hidden = <u32>(<f64>dropout * 4294967296.0)
  shuffle(order, rows)
  for (let place = 0; place < rows; place++) {
    const row = intAt(order, place)
    const end = intAt(starts, row + 1)
    let count = 0
    let squares: f32 = 0
    for (let at = intAt(starts, row); at < end; at++) {
      const value = floatAt(values, at)
      if (value == 0 || draw() < hidden) continue
      store<i32>(kept + (<usize>count << 3), intAt(ids, at))
      store<f32>(kept + (<usize>count << 3), value, 4)
      squares += value * value
      count++
    }
    if (count == 0) continue
    const scale: f32 = 1 / sqrt<f32>(squares)
    memory.fill(mean, 0, bytes)
    for (let i = 0; i < count; i++) {
      const feature = kept + (<usize>i << 3)
      const value = load<f32>(feature, 4) * scale
      store<f32>(feature, value, 4)
      addScaled(mean, embedding + <usize>load<i32>(feature) * bytes, f32x4.splat(value), bytes)
    }
    scoresOf(mean, output, bias, all, bytes, error)
    let highest = f32x4.splat(-1e30)
    for (let intent = 0; intent < all; intent += 4) highest = f32x4.max(highest, v128.load(error + (<usize>intent << 2)))
    highest = f32x4.splat(mostOf(highest))
    let sums = f32x4.splat(0)
    for (let intent = 0; intent < all; intent += 4) {
      const place = error + (<usize>intent << 2)
      const raised = powersOfE(f32x4.sub(v128.load(place), highest))
      v128.store(place, raised)
      sums = f32x4.add(sums, raised)
    }
    const sum = sumOf(sums)
    const label = <i32>load<u16>(labels + (<usize>row << 1))
    if (1 - floatAt(error, label) / sum < leastError) continue
    memory.fill(push, 0, bytes)
    for (let intent = 0; intent < intents; intent++) {
      let wrong: f32 = floatAt(error, intent) / sum
      if (intent == label) wrong -= 1
      if (wrong < leastError && wrong > -leastError) continue
      const weights = output + <usize>intent * bytes
      addScaled(push, weights, f32x4.splat(wrong), bytes)
      addScaled(weights, mean, f32x4.splat(-rate * outputRate * wrong), bytes)
      setFloat(bias, intent, floatAt(bias, intent) - rate * biasRate * wrong)
    }
    for (let i = 0; i < count; i++) {
      const feature = kept + (<usize>i << 3)
      addScaled(embedding + <usize>load<i32>(feature) * bytes, push, f32x4.splat(-rate * load<f32>(feature, 4)), bytes)
    }
  }
}

/** scores[feature * intents + intent] += share * (vector of the feature · weights of the intent). */
export function addScores(
  embedding: usize, features: i32, output: usize, zero: usize, intents: i32, all: i32, width: i32, share: f32,
  scores: usize, held: usize,
): void {
  const bytes = <usize>width << 2
  for (let feature = 0; feature < features; feature++) {
    scoresOf(embedding + <usize>feature * bytes, output, zero, all, bytes, held)
    const row = scores + (<usize>(feature * intents) << 2)
    for (let intent = 0; intent < intents; intent++)
      setFloat(row, intent, floatAt(row, intent) + share * floatAt(held, intent))
  }
}

/** to[0..count) += share * from[0..count). */
export function addAll(to: usize, from: usize, count: i32, share: f32): void {
  for (let i = 0; i < count; i++) setFloat(to, i, floatAt(to, i) + share * floatAt(from, i))
}

/** Adds what one lane-wide step of the machines changes; see `machinePass`. */
@inline function stepOf(dual: usize, score: v128, sign: v128, slope: v128, inverse: v128): v128 {
  const before = v128.load(dual)
  const gradient = f32x4.add(f32x4.sub(f32x4.mul(score, sign), f32x4.splat(1)), f32x4.mul(slope, before))
  const after = f32x4.max(f32x4.sub(before, f32x4.mul(gradient, inverse)), f32x4.splat(0))
  v128.store(dual, after)
  return f32x4.sub(after, before)
}

/** -1 in every lane but that of the row's own intent. */
@inline function signOf(lane: i32): v128 {
  const all = f32x4.splat(-1)
  if (lane == 0) return f32x4.replace_lane(all, 0, 1)
  if (lane == 1) return f32x4.replace_lane(all, 1, 1)
  if (lane == 2) return f32x4.replace_lane(all, 2, 1)
  if (lane == 3) return f32x4.replace_lane(all, 3, 1)
  return all
}

/**
 * One pass of dual coordinate descent for sixteen intents from `first` on (L2-regularised squared hinge loss,
 * one against all). Rows stand in `order`, of which the first `active` are visited; a row none of whose duals
 * moves by `still` is moved behind them. `weights` stand by feature, sixteen floats each, so that those of
 * one feature share a cache line; `duals` by row likewise; `own[row]` is the squared length of features no
 * other row has, which need no weights of their own. Duals are never negative. Returns how many rows stay active.
 */
export function machinePass(
  order: usize, active: i32, starts: usize, ids: usize, values: usize, labels: usize, first: i32,
  squares: usize, own: usize, weights: usize, bias: usize, duals: usize, diagonal: f32, still: f32,
): i32 {
  shuffle(order, active)
  for (let place = 0; place < active; place++) {
    const row = intAt(order, place)
    const start = intAt(starts, row)
    const end = intAt(starts, row + 1)
    let a = v128.load(bias)
    let b = v128.load(bias, 16)
    let c = v128.load(bias, 32)
    let d = v128.load(bias, 48)
    for (let at = start; at < end; at++) {
      const value = f32x4.splat(floatAt(values, at))
      const base = weights + (<usize>intAt(ids, at) << 6)
      a = f32x4.add(a, f32x4.mul(value, v128.load(base)))
      b = f32x4.add(b, f32x4.mul(value, v128.load(base, 16)))
      c = f32x4.add(c, f32x4.mul(value, v128.load(base, 32)))
      d = f32x4.add(d, f32x4.mul(value, v128.load(base, 48)))
    }
    const dual = duals + (<usize>row << 6)
    const slope = f32x4.splat(diagonal + floatAt(own, row))
    const inverse = f32x4.splat(1 / (floatAt(squares, row) + diagonal))
    const lane = <i32>load<u16>(labels + (<usize>row << 1)) - first
    const signA = signOf(lane)
    const signB = signOf(lane - 4)
    const signC = signOf(lane - 8)
    const signD = signOf(lane - 12)
    a = stepOf(dual, a, signA, slope, inverse)
    b = stepOf(dual + 16, b, signB, slope, inverse)
    c = stepOf(dual + 32, c, signC, slope, inverse)
    d = stepOf(dual + 48, d, signD, slope, inverse)
    const moved = mostOf(f32x4.max(f32x4.max(f32x4.abs(a), f32x4.abs(b)), f32x4.max(f32x4.abs(c), f32x4.abs(d))))
    if (moved > 0) {
      a = f32x4.mul(a, signA)
      b = f32x4.mul(b, signB)
      c = f32x4.mul(c, signC)
      d = f32x4.mul(d, signD)
      v128.store(bias, f32x4.add(v128.load(bias), a))
      v128.store(bias, f32x4.add(v128.load(bias, 16), b), 16)
      v128.store(bias, f32x4.add(v128.load(bias, 32), c), 32)
      v128.store(bias, f32x4.add(v128.load(bias, 48), d), 48)
      for (let at = start; at < end; at++) {
        const value = f32x4.splat(floatAt(values, at))
        const base = weights + (<usize>intAt(ids, at) << 6)
        v128.store(base, f32x4.add(v128.load(base), f32x4.mul(value, a)))
        v128.store(base, f32x4.add(v128.load(base, 16), f32x4.mul(value, b)), 16)
        v128.store(base, f32x4.add(v128.load(base, 32), f32x4.mul(value, c)), 32)
        v128.store(base, f32x4.add(v128.load(base, 48), f32x4.mul(value, d)), 48)
      }
    }
    if (moved < still) {
      active--
      store<i32>(order + (<usize>place << 2), intAt(order, active))
      store<i32>(order + (<usize>active << 2), row)
      place--
    }
  }
  return active
}

/** into += transpose(A) · (A · from), for rows of sparse A and `width` columns of `from`; `row` holds `width` floats. */
export function timesSquare(
  rows: i32, starts: usize, ids: usize, values: usize, from: usize, into: usize, width: i32, row: usize,
): void {
  const bytes = <usize>width << 2
  for (let r = 0; r < rows; r++) {
    const start = intAt(starts, r)
    const end = intAt(starts, r + 1)
    memory.fill(row, 0, bytes)
    for (let at = start; at < end; at++)
      addScaled(row, from + <usize>intAt(ids, at) * bytes, f32x4.splat(floatAt(values, at)), bytes)
    for (let at = start; at < end; at++)
      addScaled(into + <usize>intAt(ids, at) * bytes, row, f32x4.splat(floatAt(values, at)), bytes)
  }
}

/** into[a * width + b] = column a · column b of a matrix of `count` rows. */
export function gram(matrix: usize, count: i32, width: i32, into: usize): void {
  const bytes = <usize>width << 2
  memory.fill(into, 0, bytes * <usize>width)
  for (let r = 0; r < count; r++) {
    const row = matrix + <usize>r * bytes
    for (let a = 0; a < width; a++) addScaled(into + <usize>a * bytes, row, f32x4.splat(floatAt(row, a)), bytes)
  }
}

/** Multiplies every row of a matrix of `count` rows by a square one from the right; `held` holds `width` floats. */
export function timesRight(matrix: usize, count: i32, width: i32, square: usize, held: usize): void {
  const bytes = <usize>width << 2
  for (let r = 0; r < count; r++) {
    const row = matrix + <usize>r * bytes
    memory.copy(held, row, bytes)
    memory.fill(row, 0, bytes)
    for (let a = 0; a < width; a++) addScaled(row, square + <usize>a * bytes, f32x4.splat(floatAt(held, a)), bytes)
  }
}
