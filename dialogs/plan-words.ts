/** Reads which mobile plan somebody wants: by its name, its price, its data, or a direction. Pure, linear in the text. */

import { normalise } from '../src/understanding/normalise.ts'
import { readYesNo, type YesNo } from '../src/understanding/slots/yes-no.ts'
import type { MobilePlan } from './mobile-plans.ts'

/** What a message wants: one plan, one in a direction, or another one without saying which. */
export type PlanWish =
  | { readonly plan: string }
  | { readonly towards: 'cheaper' | 'bigger' | 'cheapest' | 'biggest' }
  | { readonly other: true }

/** Longer messages are cut, in UTF-16 units. */
const MOST = 200

/** What is left behind, or refused: "from Max to Basic", 从 159 降到…, 不要优享. */
const BEHIND =
  /(?:\b(?:from|not|no|instead of|rather than|than|without|leave|leaving|quit|drop|(?:am|are|currently|now) on|(?:do|did) not (?:want|need|like))(?: (?:the|my|a))?|从|由|不要|不是|不想[要用]|不用|别|甭|现在的?(?:是|用的?是?)?|原来的?|目前的?(?:是|用的?是?)?)[ ¥]*$/
/** What makes an English word the name of a plan, before it and behind it. */
const BEFORE_NAME =
  /(?:\b(?:to|the|on|onto|take|want|get|choose|pick|prefer|have|with|is|for|make it|give me)|^|[,.!;:，。！；：]) ?(?:the )?$/
const BEHIND_NAME = /^ ?(?:plan|one|package|tier|tariff|instead|please|pls|it is|for me|then|$|[,.!;，。！])/
const NO_NAME = /^ (?:data|budget|price|amount|speed|number|of|i|you|we|minutes|rate|discount)\b/
/** What makes a number the price of a plan. */
const BEFORE_PRICE = /(?:[¥$]|\b(?:the|to|for)|[降改换升转]?[成到为]|[办要选]) ?$/
const BEHIND_PRICE =
  /^ ?(?:块钱?|元|圆|的|那|这|档|套餐|yuan\b|rmb\b|one\b|plan\b|a month\b|per month\b|\/ ?(?:月|month)|$)/
/** A figure of something else: 20 GB, 100 minutes. */
const OF_ELSE = /^(?:[\d.%]| ?(?:gb?|mb?|tb)\b| ?(?:分钟|个|年|岁|天|min))/
/** What makes gigabytes the name of a plan. */
const BEHIND_DATA = /^ ?(?:gb?|gigs?|个g) ?(?:of data )?(?:的|那|这|档|套餐|one\b|plan\b|package\b)/

const CHEAPEST = /最(?:便宜|低|小|实惠|省钱)|\b(?:cheapest|lowest|smallest|least expensive)\b/
const BIGGEST = /最(?:大|贵|高|多|好)|\b(?:biggest|largest|highest|top (?:plan|tier|one)|most data)\b/
const CHEAPER =
  /便宜|低一?[点些档]|[降调]低|降[一个]?[档级]|小一?[点些档号]|往下|用不完|用不了那么多|太贵|少花|省点|\b(?:downgrad\w*|cheaper|smaller|lower|less expensive|too expensive|down a (?:level|tier)|pay less|drop me|go(?:ing)? down|more modest)\b/
const BIGGER =
  /大一?[点些档号]|升[一个]?[档级]|高一?[点些档]|更高|往上|流量(?:再|要|更)?多|流量老?是?不够|不够用|多一?[点些]的?流量|\b(?:upgrad\w*|bigger|larger|higher|next (?:tier|level)|bump me up|more (?:data|minutes|gigs?|gb)|not (?:have )?enough|step up)\b/
const OTHER =
  /换一?个|换别的|别的|其他|其它|另外?一?个|\b(?:another|a different|other (?:one|plan)s?|something else)\b/
/** Asks to know something, which is answered elsewhere. */
const ASKS =
  /多少|区别|不同|为什么|什么时候|哪天|怎么|如何|\b(?:how (?:much|many|do|does|can)|difference|compare|why|when)\b|\bwhat (?:is|are|does|do)\b/

/** Whether a message asks about plans and chooses none. */
export function asksAboutPlans(text: string): boolean {
  return ASKS.test(normalise(text.slice(0, MOST)))
}

/** Gives the change up, whatever was said before it: "too expensive, forget it". */
const GIVES_UP =
  /(?:^|[,，。;；!！、 ])(?:那|就|还是|我|先|暂时){0,3}(?:算了|不(?:换|改|办|要|用|弄|变)了|不(?:换|改|办))(?:吧|啦|哈)?[.。!！~ ]*$|\b(?:forget (?:about )?(?:it|that)|never ?mind|nevermind|leave it(?: as it is| then)?|drop it|(?:i|will|i ll) (?:will )?(?:stay with|keep) (?:what i have|mine|my (?:plan|old one))|no thanks|no thank you|not now|not today|do not (?:change|switch) (?:it|anything))[.! ]*$/

/** Whether a message ends with leaving everything as it is. */
export function givesUp(text: string): boolean {
  return GIVES_UP.test(normalise(text.slice(0, MOST)).trim())
}

/**
 * The wish in a message; null where it names none, or several plans at once.
 * @param plans those that can be named
 */
export function planWishOf(text: string, plans: readonly MobilePlan[]): PlanWish | null {
  const said = normalise(text.slice(0, MOST))
  const named = new Set(plans.filter((plan) => mentions(said, plan, plans)).map(({ id }) => id))
  const [plan, second] = named
  if (plan !== undefined) return second === undefined ? { plan } : null
  const down = CHEAPEST.test(said) || CHEAPER.test(said)
  const up = BIGGEST.test(said) || BIGGER.test(said)
  if (down && up) return null
  if (down) return { towards: CHEAPEST.test(said) ? 'cheapest' : 'cheaper' }
  if (up) return { towards: BIGGEST.test(said) ? 'biggest' : 'bigger' }
  return OTHER.test(said) ? { other: true } : null
}

/** Yes or no to "shall I change it to this plan?", which may be named once more: "yes, the Plus plan". */
export function confirmsPlan(text: string, plain: YesNo, plan: MobilePlan): YesNo {
  if (plain !== 'unclear' || text.length > 60) return plain
  const said = normalise(text)
  const rest = said
    .replace(plan.name.zh, '')
    .replace(wordOf(plan), '')
    .replace(/套餐|那个|这个|[换改]成|\b(?:the|plan|one|to|change it)\b/g, '')
  return rest !== said && readYesNo(rest) === 'yes' ? 'yes' : 'unclear'
}

/** The plan a direction leads to from a price; null where there is none. @param plans the cheapest first */
export function planTowards(
  towards: 'cheaper' | 'bigger' | 'cheapest' | 'biggest',
  fen: number,
  plans: readonly MobilePlan[],
): MobilePlan | null {
  const below = plans.filter((plan) => plan.fen < fen)
  const above = plans.filter((plan) => plan.fen > fen)
  const found = { cheaper: below.at(-1), cheapest: below[0], bigger: above[0], biggest: above.at(-1) }
  return found[towards] ?? null
}

function mentions(said: string, plan: MobilePlan, plans: readonly MobilePlan[]): boolean {
  // Of two plans at one price, the one everybody may have is meant.
  const isFirst = plans.every(({ id, fen, proof }) => id === plan.id || fen !== plan.fen || proof !== null)
  return (
    places(said, plan.name.zh).some(({ before }) => !BEHIND.test(before)) ||
    places(said, wordOf(plan)).some(({ before, behind }) => isName(said, before, behind)) ||
    (isFirst &&
      places(said, String(plan.fen / 100)).some(({ before, behind }) => isPrice(said, before, behind))) ||
    places(said, String(plan.data)).some(
      ({ before, behind }) => !/[\d.]$/.test(before) && BEHIND_DATA.test(behind) && !BEHIND.test(before),
    )
  )
}

function wordOf({ name }: MobilePlan): string {
  return name.en.toLowerCase()
}

function isName(said: string, before: string, behind: string): boolean {
  if (/[a-z\d]$/.test(before) || /^[a-z\d]/.test(behind)) return false
  if (BEHIND.test(before) || NO_NAME.test(behind)) return false
  if (/\p{Script=Han}/u.test(said)) return true
  return BEFORE_NAME.test(before) || BEHIND_NAME.test(behind)
}

function isPrice(said: string, before: string, behind: string): boolean {
  if (/[\d.]$/.test(before) || OF_ELSE.test(behind) || BEHIND.test(before)) return false
  return before + behind === '' || BEFORE_PRICE.test(before) || (said !== '' && BEHIND_PRICE.test(behind))
}

/** What stands before and behind each place of a word; short stretches are enough to tell. */
function places(said: string, word: string): { before: string; behind: string }[] {
  const found: { before: string; behind: string }[] = []
  if (word === '') return found
  for (let at = said.indexOf(word); at >= 0; at = said.indexOf(word, at + word.length))
    found.push({
      before: said.slice(Math.max(0, at - 30), at),
      behind: said.slice(at + word.length, at + word.length + 20),
    })
  return found
}
