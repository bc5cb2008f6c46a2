/** Tells one of several choices by its place among them, or by comparing them: "the last one", "the later one". */

const FIGURES: ReadonlyMap<string, number> = new Map(
  [
    '1 一 first',
    '2 二 两 second',
    '3 三 third',
    '4 四 fourth',
    '5 五 fifth',
    '6 六 sixth',
    '7 七 seventh',
    '8 八 eighth',
    '9 九 ninth',
  ].flatMap((words, at) => words.split(' ').map((word): [string, number] => [word, at + 1])),
)
const ONE = '(?: (?:one|option|choice|slot|time))?'
const THAT = '(?:的)?(?:那|这|一)?(?:个|条|项|种|款|张)?(?:时间|时段)?'
const LAST = new RegExp(
  `^(?:最后${THAT}|最末${THAT}|末尾${THAT}|最下面${THAT}|最底下${THAT}|last${ONE}|bottom${ONE}|final${ONE})$`,
)
const TOP = new RegExp(`^(?:最上面${THAT}|最前面${THAT}|头一个|top${ONE}|very first${ONE})$`)
const MIDDLE = new RegExp(`^(?:中间${THAT}|middle${ONE}|one in the middle)$`)
const FROM_END = /^倒数第([一二两三四五六七八九1-9])(?:个|条|项|种|款|张)?$/
const FROM_END_ENGLISH =
  /^(?:(first|second|third|fourth) (?:to|from) (?:the )?last|(second|third|fourth) last|(last) but one|(penultimate))(?: one)?$/
const FORMER = new RegExp(`^(?:前者|前面${THAT}|former${ONE})$`)
const LATTER = new RegExp(`^(?:后者|后面${THAT}|latter${ONE})$`)
const OTHER = new RegExp(
  `^(?:另一个|另外一个|另外那个|另个|另一${THAT}|换一个|other${ONE}|another one|opposite${ONE})$`,
)
const LATER = new RegExp(`^(?:(?:晚|迟)(?:一点|一些|点|些)?${THAT}|later${ONE})$`)
const LATEST = new RegExp(`^(?:最晚${THAT}|最迟${THAT}|latest${ONE})$`)
const EARLIER = new RegExp(`^(?:早(?:一点|一些|点|些)?${THAT}|earlier${ONE}|sooner${ONE})$`)
const EARLIEST = new RegExp(
  `^(?:最早${THAT}|最快${THAT}|earliest${ONE}|soonest${ONE}|first available${ONE})$`,
)
/** 晚 and 早 alone name a part of the day. */
const PARTS: ReadonlySet<string> = new Set(['晚', '早', '迟'])

/** The place among so many choices that a folded phrase names, or null. */
export function orderOf(said: string, count: number): number | null {
  if (count === 0) return null
  if (LAST.test(said)) return count - 1
  if (TOP.test(said)) return 0
  if (MIDDLE.test(said)) return count % 2 === 1 && count > 1 ? (count - 1) / 2 : null
  if (FORMER.test(said)) return count === 2 ? 0 : null
  if (LATTER.test(said)) return count === 2 ? 1 : null
  const figure = FROM_END.exec(said)?.[1]
  const english = FROM_END_ENGLISH.exec(said)
  const word = english?.[1] ?? english?.[2] ?? (english ? 'second' : undefined)
  const fromEnd = FIGURES.get(figure ?? word ?? '')
  return fromEnd !== undefined && fromEnd <= count ? count - fromEnd : null
}

/**
 * The choice that a folded phrase tells by comparing them, or null: of two by "the later" and "the other", of any
 * number by "the latest". Null where the figures to compare are not known or not different.
 */
export function comparedTo(
  said: string,
  count: number,
  { current = null, times = [] }: { current?: number | null; times?: readonly (number | null)[] },
): number | null {
  if (PARTS.has(said)) return null
  if (OTHER.test(said)) return count === 2 && (current === 0 || current === 1) ? 1 - current : null
  const late = LATEST.test(said) || (LATER.test(said) && count === 2)
  const early = EARLIEST.test(said) || (EARLIER.test(said) && count === 2)
  const known = times.filter((time) => time !== null)
  if ((!late && !early) || count < 2 || times.length !== count || known.length !== count) return null
  const best = late ? Math.max(...known) : Math.min(...known)
  const at = times.indexOf(best)
  return at === times.lastIndexOf(best) ? at : null
}
