/** What a feature says about what a question is about, before anything is known about other questions. */
import { FEATURE_KINDS, MEANING_KEY } from '../classifier/features.ts'

/** Meanings connect the languages, and mislead within one: the less of them, the better within one. */
const OF_MEANINGS = 0.25

/** What each kind of features contributes to the length of a text's row, in the order of `FEATURE_KINDS`. */
export const KIND_WEIGHTS: readonly number[] = FEATURE_KINDS.map(({ key, weight }) =>
  key === MEANING_KEY ? OF_MEANINGS : weight,
)

const OF_KIND = new Map(FEATURE_KINDS.map(({ key }, kind) => [key as string, KIND_WEIGHTS[kind]!]))

/** Words, as stems, that every question may have. */
const COMMON = new Set(
  (
    "a an the this that these those it its i me my mine you your we our he she they them 's is are am was were be been " +
    'do doe did can could will would shall should may have has had to of in on at for by with from and or so if pleas ' +
    'what which who how when where whi there here get want need like tell know me some any ' +
    'much mani long cost price open time buy sell offer ' +
    '我 你 您 我们 的 了 吗 呢 吧 啊 是 在 有 和 就 都 也 还 要 想 请 一下 一个 这 那 这个 什么 怎么 如何 哪 多少 几 能 可以 会 给 把 让 到 去 知道 告诉 帮 ' +
    '钱 多少钱 多久 几点 买 卖 时候 费 时间'
  ).split(' '),
)
const OF_COMMON = 0.15

const HAN = /\p{Script=Han}/u
/** Chinese characters of common words, and the edges of a run of them. */
const COMMON_CHARACTERS = new Set(['^', '$', ...[...COMMON].filter((word) => HAN.test(word)).join('')])
const CHARACTER_KINDS = new Set(['1', '2', '3'])

/** How much of its weight a feature has, as `featuresOf` names it: less where every question may have it. */
export function commonness(feature: string): number {
  const name = feature.slice(1)
  const isCommon =
    COMMON.has(name) ||
    (CHARACTER_KINDS.has(feature.charAt(0)) &&
      [...name].every((character) => COMMON_CHARACTERS.has(character)))
  return isCommon ? OF_COMMON : 1
}

/** Weight of a feature as `featuresOf` names it, 0..1. */
export function weightOfFeature(feature: string): number {
  return (OF_KIND.get(feature.charAt(0)) ?? 0) * commonness(feature)
}
