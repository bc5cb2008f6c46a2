/** Names segments by what stands out in them, so that a lead knows who is meant. */

import type { Both, SegmentFeature } from './results.ts'
import type { FeatureId } from './segment-features.ts'

/** From here on, in standard deviations, a feature stands out. */
export const STANDS_OUT = 0.4
/** What a name tells at most, unless another segment would be called the same. */
const PARTS = 3

/** Below and above the average. */
const WORDS: Readonly<Record<FeatureId, { readonly low: Both; readonly high: Both }>> = {
  tenure: { low: { zh: '新客户', en: 'new' }, high: { zh: '老客户', en: 'long with us' } },
  monthly: { low: { zh: '低月费', en: 'low bill' }, high: { zh: '高月费', en: 'high bill' } },
  products: { low: { zh: '业务少', en: 'few products' }, high: { zh: '业务多', en: 'many products' } },
  trend: { low: { zh: '用量下降', en: 'using less' }, high: { zh: '用量上升', en: 'using more' } },
  tickets: { low: { zh: '工单少', en: 'few tickets' }, high: { zh: '工单多', en: 'many tickets' } },
  failed: { low: { zh: '扣款正常', en: 'pays smoothly' }, high: { zh: '扣款失败多', en: 'failed payments' } },
  risk: { low: { zh: '流失风险低', en: 'low risk' }, high: { zh: '流失风险高', en: 'high risk' } },
}

const AVERAGE: Both = { zh: '普通客户', en: 'average customers' }

/** What a segment is called; `id` is made of the same parts, in no language. */
export interface SegmentName {
  readonly id: string
  readonly name: Both
}

/**
 * Names for all segments, no two alike. Those that would be share what stands out most and are told apart
 * by what comes next, in the end by a number.
 * @param segments features of each, what stands out most first
 */
export function nameSegments(segments: readonly (readonly SegmentFeature[])[]): SegmentName[] {
  const lengths = segments.map((features) =>
    Math.min(PARTS, features.filter(({ standsOut }) => standsOut).length),
  )
  const ids = () => segments.map((features, i) => idOf(features.slice(0, lengths[i])))
  const most = Math.max(0, ...segments.map((features) => features.length))
  for (let round = 0; round < most; round++) {
    const now = ids()
    for (const [i, id] of now.entries())
      if (now.filter((other) => other === id).length > 1 && lengths[i]! < segments[i]!.length) lengths[i]!++
  }
  const final = ids()
  return segments.map((features, i) => {
    const id = final[i] ?? ''
    const earlier = final.slice(0, i).filter((other) => other === id).length
    const name = nameOf(features.slice(0, lengths[i]))
    return earlier === 0
      ? { id, name }
      : {
          id: `${id}.${earlier + 1}`,
          name: { zh: `${name.zh}（${earlier + 1}）`, en: `${name.en} (${earlier + 1})` },
        }
  })
}

function idOf(features: readonly SegmentFeature[]): string {
  return features.length === 0 ? 'average' : features.map((one) => `${one.id}-${sideOf(one)}`).join('.')
}

function nameOf(features: readonly SegmentFeature[]): Both {
  const words = features.map((one) => WORDS[one.id as FeatureId][sideOf(one)]) // features are made of FeatureIds
  if (words.length === 0) return AVERAGE
  return { zh: words.map(({ zh }) => zh).join('·'), en: words.map(({ en }) => en).join(', ') }
}

function sideOf({ difference }: SegmentFeature): 'low' | 'high' {
  return difference < 0 ? 'low' : 'high'
}
