/** Reads which charge of a bill somebody disputes, and whether they say what is wrong. Pure, linear in the text. */

import { normalise } from '../src/understanding/normalise.ts'
import { readMoney } from '../src/understanding/slots/money.ts'

/** A line of a bill as it may be named. */
export interface NamedLine {
  readonly item: string
  readonly fen: number
  /** What it is called on the bill, in every language. */
  readonly names: readonly string[]
}

/** Which charge is meant. */
export type ChargeWish =
  /** Places of the lines it may be, at least one; `each` where several are meant, those of each apart. */
  | { readonly is: 'lines'; readonly at: readonly number[]; readonly each?: readonly (readonly number[])[] }
  | { readonly is: 'whole' }
  /** Something is named that is not on the bill. */
  | { readonly is: 'absent' }

/** Longer messages are cut, in UTF-16 units. */
const MOST = 300

const WHOLE =
  /整[张个份笔]|全部(?:都)?|所有|总额|\b(?:whole|entire|full) (?:bill|invoice|amount|thing)\b|\ball of (?:it|them)\b|\beverything\b/
/** Says so of the whole bill where nothing on it is named. */
const ALL_WRONG = /都不对|都(?:收)?错/
/** A line by its place: 第二笔, "the last charge". */
const PLACE =
  /第([一二两三四五六七八九\d])(?:笔|项|行|个(?:费用|收费|扣费))|(最后)[一那]?(?:笔|项|行)|\b(first|second|third|fourth|fifth|sixth|last) (?:charge|line|item|fee|entry|position)\b/g
const PLACES: readonly string[] = [
  '1一first',
  '2二两second',
  '3三third',
  '4四fourth',
  '5五fifth',
  '6六sixth',
  '7七',
  '8八',
  '9九',
]
/** What stands between charges that are all meant. */
const BETWEEN = /、|和|跟|以及|还有|&|\+|\band\b|\bplus\b|\bas well as\b/

/** What customers call the items, the more particular first. */
const ITEMS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/漫游.{0,3}流量|流量漫游|\broaming data\b|\bdata roaming\b/, ['roaming_data']],
  [/漫游.{0,3}(?:通话|电话)|\broaming calls?\b/, ['roaming_calls']],
  [/漫游|境外|\broaming\b|\babroad\b/, ['roaming_data', 'roaming_calls', 'roaming_pack']],
  [/国际(?:长途|电话|通话|及)|长途|\binternational\b|\boverseas\b/, ['intl_calls', 'intl_pack']],
  [/体育|\bsports?\b/, ['tv_sport']],
  [/少儿|儿童|\bkids\b|\bchildren/, ['tv_kids']],
  [/影院|电影|\bfilms?\b|\bmovies?\b/, ['tv_film']],
  [/电视|机顶盒|\btv\b|\btelevision\b/, ['tv', 'tv_sport', 'tv_kids', 'tv_film']],
  [/安装费|初装|\binstall/, ['install_fee']],
  [/宽带|光纤|\bbroadband\b|\bfib(?:re|er)\b|\bhome internet\b/, ['home']],
  [/路由器|\brouter\b/, ['router']],
  [/押金|\bdeposit\b/, ['deposit']],
  [/滞纳金|\blate (?:payment )?fee\b/, ['late_fee']],
  [/违约金|解约费|\btermination fee\b/, ['termination_fee']],
  [/分期|\binstal?lments?\b/, ['instalment']],
  [/第三方|订阅|会员|增值|\bsubscription\b|\bthird.party\b/, ['subscription']],
  [/纸质|\bpaper\b/, ['paper']],
  [/补卡|工本费|\bsim\b/, ['sim_fee']],
  [/副卡|\bextra line\b|\bfamily line\b/, ['family_line']],
  [/保号/, ['number_keep']],
  [/改号/, ['number_change']],
  [/加油包|流量包|\badd ?-?ons?\b|\bdata packs?\b/, ['addon', 'addon_small', 'addon_large', 'addon_day']],
  [/套餐费|套餐月费|月租|\bmonthly (?:plan|fee)\b|\bplan (?:fee|charge)\b/, ['plan']],
  [/流量|\bdata\b/, ['extra_data', 'roaming_data', 'data_share', 'addon_small', 'addon_large', 'addon_day']],
  [/通话|电话|\bcalls?\b|\bminutes\b/, ['extra_minutes', 'intl_calls', 'roaming_calls']],
]

/** The charge a message names; null where it names none. */
export function chargeWishOf(text: string, lines: readonly NamedLine[], totalFen: number): ChargeWish | null {
  const said = normalise(text.slice(0, MOST))
  if (WHOLE.test(said)) return { is: 'whole' }
  const ordered = placedIn(said, lines.length)
  if (ordered.length > 0) return each(ordered.map((at) => [at]))
  const groups = groupsIn(said, lines)
  if (groups.length > 1) return each(groups)
  const named = namedIn(said, lines)
  const fen = readMoney(text)?.fen ?? null
  const among = named === null || named.length === 0 ? [...lines.keys()] : named
  const priced = fen === null ? [] : among.filter((at) => Math.abs(lines[at]?.fen ?? 0) === fen)
  if (priced.length > 0) return { is: 'lines', at: priced }
  if (named !== null) return named.length > 0 ? { is: 'lines', at: named } : { is: 'absent' }
  return (fen !== null && fen === totalFen) || (fen === null && ALL_WRONG.test(said)) ? { is: 'whole' } : null
}

function each(groups: readonly (readonly number[])[]): ChargeWish {
  const at = groups.flat()
  return groups.length > 1 ? { is: 'lines', at, each: groups } : { is: 'lines', at }
}

/** Places of the lines a message names by their order. */
function placedIn(said: string, count: number): number[] {
  const found = [...said.matchAll(PLACE)].map(([, order, last, word]) =>
    last !== undefined || word === 'last'
      ? count - 1
      : PLACES.findIndex((words) => words.includes(order ?? word ?? ' ')),
  )
  return [...new Set(found)].filter((at) => at >= 0 && at < count)
}

/** Lines that are named one beside the other, those of each name together. */
function groupsIn(said: string, lines: readonly NamedLine[]): number[][] {
  const groups: number[][] = []
  for (const part of said.split(BETWEEN)) {
    const named = namedIn(part, lines) ?? []
    // The same once more, in other words.
    if (named.length > 0 && !groups.flat().some((at) => named.includes(at))) groups.push(named)
  }
  return groups
}

const ADDS = /还有|另外|也(?:不对|错|收错|算错|有问题|是错)|\b(?:also|as well|too)\b/

/** Whether a message names a charge beside another one, and not in its place. */
export function addsCharge(text: string): boolean {
  return ADDS.test(normalise(text.slice(0, MOST)))
}

/** Whether a message may name a charge of some bill, for telling an answer from something else. */
export function namesCharge(text: string): boolean {
  const said = normalise(text.slice(0, MOST))
  return (
    WHOLE.test(said) ||
    ALL_WRONG.test(said) ||
    said.search(PLACE) >= 0 ||
    ITEMS.some(([form]) => form.test(said)) ||
    readMoney(text) !== null
  )
}

/** Places of the lines a message names; null where it names no item. */
function namedIn(said: string, lines: readonly NamedLine[]): number[] | null {
  const exact = placesOf(lines, ({ names }) => names.some((name) => said.includes(name.toLowerCase())))
  if (exact.length > 0) return exact
  let isNamed = false
  for (const [form, items] of ITEMS) {
    if (!form.test(said)) continue
    isNamed = true
    const on = placesOf(lines, ({ item }) => items.includes(item))
    if (on.length > 0) return on
  }
  return isNamed ? [] : null
}

function placesOf(lines: readonly NamedLine[], fits: (line: NamedLine) => boolean): number[] {
  return lines.flatMap((line, at) => (fits(line) ? [at] : []))
}

/** What is said of a charge that is wrong; that it is wrong says nothing yet. */
const WRONG =
  /没|冇|不[该应是]|唔(?:应|系)|别人|多[收扣算]|重复|两[次遍笔]|乱|早就|已经|\b(?:never|not|no longer|twice|double|already|should|without|promised|instead|gave back|returned)\b/
/** So much says what is wrong: characters of Chinese and words of English. */
const ENOUGH = { characters: 9, words: 7 } as const

/** Whether a message says in the customer's words what is wrong, beyond that something is. */
export function saysWhatIsWrong(text: string): boolean {
  const characters = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const words = text.match(/[a-z\d']+/gi)?.length ?? 0
  const enough = characters + words >= (characters > 0 ? ENOUGH.characters : ENOUGH.words)
  return enough && WRONG.test(normalise(text.slice(0, MOST))) && !asksInstead(text)
}

/** Whether a message says what is wrong in however few words: 没用过, "the amount is wrong". */
export function saysHow(text: string): boolean {
  const said = normalise(text.slice(0, MOST))
  return (WRONG.test(said) || AMOUNT.test(said)) && !asksInstead(text)
}

const AMOUNT = /金额|数目|价格|\b(?:amount|price)\b/

const ASKING =
  /(?:吗|多少钱?|怎么[办弄用开查设收]\S{0,6}|(?:什么时候|几天|多久)\S{0,8}|在哪里?|哪里有\S{0,8}|是什么)[?？]?$|^(?:wait |sorry |by the way )*(?:what|how|when|where|do you|can i|could you|is there|are there)\b/
/** What is told is about somebody, or accuses: no question. */
const TELLING = /[我您他她]|你们|\b(?:my|me|we|our|i was|i never|i did)\b/

/** Whether a short message asks about something else instead of answering. */
export function asksInstead(text: string): boolean {
  if (text.length > 60) return false
  const said = normalise(text).trim()
  return ASKING.test(said) && !TELLING.test(said)
}
