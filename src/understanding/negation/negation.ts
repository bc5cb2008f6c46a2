/** Finds what a customer says is not to be done ("我不是要退款，就问问…"), and what of the message is left. */
import { isMadeOf } from '../made-of.ts'
import { MAX_LENGTH, normalise } from '../normalise.ts'
import { hasHan } from '../script.ts'
import type { Action } from './negation-actions.ts'
import { readEnglishNegation } from './negation-en.ts'
import { type NegatedClause, readChineseNegation } from './negation-zh.ts'

/** A message that says what is not to be done. */
export interface NegatedWish {
  /** What is not wanted; where a short verb may mean several, all of these. */
  readonly actions: readonly Action[]
  /** The clauses that say so, as they were written. */
  readonly negated: string
  /** The rest of the message, without greetings, thanks and fillers; empty when nothing is left. */
  readonly rest: string
  /** Whether the rest asks or wishes for something, and is no reason or afterthought. */
  readonly asks: boolean
}

interface Clause {
  readonly text: string
  readonly end: string
}

/** What a wish can only be negated with: most messages have none of it. */
const CUE =
  /[不别甭勿莫唔毋拒谁]|没|无[需须意]|算了|免了|懒得|作罢|拉倒|放一?放|缓缓|\b(?:no|not|never|nobody|nvm|forget|skip|scrap|drop|stop|hold|rather|who|nothing|without)\b/u

const ENDS = /[!！?？;；,，、。…~～:：\n\r—]+|\.(?!\d)|(?<=\p{Script=Han})[ \t\u3000]+(?=\p{Script=Han})/gu

/** Words that say nothing by themselves; longer ones first. */
const FILLER =
  /你好|您好|嗨|喂|在吗|姐|哥|亲|谢谢|多谢|感谢|好吧|好的|好|行吧|行|嗯|哦|啊|呃|那|算了吧|算了|没事儿?了?|没什么|没关系|就这样|就好|不好意思|抱歉|对不起|麻烦|拜托|等等|等一下|等下|慢着|别急|真的|不是|不用|不要|不|别|说错了|改主意|后悔|我|你|您|们|了|啦|吧|哈|呢|吗|(?:hi|hello|hey|there|good|morning|thanks?(?: you)?|thx|cheers|okay|ok|please|pls|sorry|nope|no|nah|wait|hold on|actually|yes|yeah|well|so|oh|um|hmm|but|and|anyway|never ?mind|i changed my mind|changed my mind|on second thoughts?|that is (?:all|it)|at all|seriously|honestly|relax|calm down|just asking|for now|right|alright|all good)(?![a-z])|[\p{P}\p{S}\s]/uy
/** 只是问一下而已, "I'll keep it": says the same again. */
const SAME_AGAIN =
  /^(?:我?(?:就|只|也)?(?:是)?(?:随便)?问(?:问|一下|下)(?:而已)?|(?:i will |i am |we are )?(?:keep(?:ing)?|stay(?:ing)?)(?: (?:it|my (?:line|plan|number)|the (?:line|plan|money)|with you|everything|things|it as it is))?)$/

/** What is said to be over. */
const RESOLVED =
  /^.{0,8}(?:修好|找到|解决|恢复|正常|搞定|好|有网|有信号)了(?:啦|呢|哈)?$|\b(?:(?:is|it 's|am|are|came|got|all) (?:back|fixed|found|sorted|resolved|fine|ok|okay|good)|found (?:it|my \w{1,12})|works? (?:again|now|fine)|working (?:again|now|fine))(?: (?:now|again|on its own|by itself))?$/u
/** A reason or an afterthought, whatever its words. */
const REASON = /^(?:等我|等|我再|我还|我在|我先|让我|因为|现在的?|because|since|i will think)/u
/** Asks, wishes, or tells what to do. */
const ASKS =
  /[?？]|怎么|怎样|如何|咋|什么|啥|为何|多少|多久|多长|几[点号天个时]|哪[里儿个家些天]?|[吗么]$|能不能|可不可以|是不是|有没有|能否|可否|查|告诉|帮|给我|(?<!想)想(?!想|起|一想|法|一下|清楚)|(?<!还|都|主|需|只|就)要(?!用)|请|问|咨询|反映|解释|把.{1,10}(?:停|关|取消|退|换|改|开)|(?<!别|不)退|换|改|开通?|办|提速|移机|登录|\b(?:what|how|why|when|where|which|who|whose)\b|^(?:and |but |so |just |please |only |instead |i just |i only )*(?:can|could|would|will|do|does|did|is|are|has|have|tell|show|explain|give|get|fix|help|check|send|change|pause|port|upgrade|move|set|answer|credit)\b|\bi(?: am| would)? (?:just |only |really )*(?:want|need|like|wanna|looking for|wondering|asking|curious)\b|\b(?:asking|wondering|curious|wanted|want|question)\b/u

/**
 * What a message says is not to be done, or null when it negates no wish. "不能上网", "can't cancel" and "不想用了" negate
 * none: they report, or wish for an end. Looks at the first 2,000 units, in time linear in them; any string will do.
 */
export function negatedWish(text: string): NegatedWish | null {
  if (!CUE.test(normalise(text))) return null
  const named = new Set<Action>()
  const vague = new Set<Action>()
  const negated: string[] = []
  const idle: Clause[] = []
  const rest: Clause[] = []
  for (const clause of clausesOf(text)) {
    const form = normalise(clause.text).trim()
    const found = negationIn(form, /[?？]/.test(clause.end))
    if (found === null) {
      if (saysNothing(form)) idle.push(clause)
      else if (!RESOLVED.test(form)) rest.push(clause)
      continue
    }
    const into = found.actions.includes('any') ? vague : named
    for (const action of found.actions) into.add(action)
    const { head = '', tail } = found
    const isWhole = head === '' && tail === ''
    negated.push(isWhole ? clause.text : form.slice(head.length, form.length - tail.length))
    if (head !== '' && !saysNothing(head)) rest.push({ text: head, end: ', ' })
    if (tail !== '' && !saysNothing(tail)) rest.push({ text: tail, end: clause.end })
  }
  if (negated.length === 0) {
    const given = idle.map(({ text: said }) => said).join(' ')
    if (!GIVEN_UP.every((word) => word.test(given))) return null
    vague.add('any')
    negated.push(given)
  }
  // Whatever is going on is not meant where something is named.
  const actions = named.size > 0 ? named : vague
  const left = rest.filter(({ text: said }) => !isEcho(said, actions))
  return { actions: [...actions], negated: negated.join(' '), rest: joined(left), asks: left.some(isAsking) }
}

/** 算了，不用了: either alone is a command or an answer, both together leave what is going on. */
const GIVEN_UP = [/算了/, /(?:不用|不必|不要|不需要|唔使)了/]

function negationIn(form: string, asks: boolean): NegatedClause | null {
  return (hasHan(form) ? readChineseNegation(form, asks) : null) ?? readEnglishNegation(form, asks)
}

function saysNothing(form: string): boolean {
  return SAME_AGAIN.test(form) || isMadeOf(form, FILLER)
}

function isAsking({ text, end }: Clause): boolean {
  const form = normalise(text + end).trim()
  return !REASON.test(form) && ASKS.test(form)
}

/** "Cancel? No, don't cancel": naming it again says nothing more. */
function isEcho(said: string, actions: ReadonlySet<Action>): boolean {
  const words = normalise(said).trim()
  return words.length <= 12 && [...actions].some((action) => words === action || ECHOES.get(words) === action)
}
const ECHOES: ReadonlyMap<string, Action> = new Map([
  ['取消', 'cancel'],
  ['销户', 'cancel'],
  ['退订', 'cancel'],
  ['退款', 'refund'],
  ['投诉', 'complain'],
  ['转人工', 'person'],
  ['complaint', 'complain'],
  ['cancellation', 'cancel'],
  ['cancelling', 'cancel'],
  ['upgrade', 'change-plan'],
])

function clausesOf(text: string): Clause[] {
  const said = text.length > MAX_LENGTH ? text.slice(0, MAX_LENGTH) : text
  const clauses: Clause[] = []
  let start = 0
  for (const mark of said.matchAll(ENDS)) {
    clauses.push({ text: said.slice(start, mark.index), end: mark[0] })
    start = mark.index + mark[0].length
  }
  clauses.push({ text: said.slice(start), end: '' })
  // What stands behind the part that is looked at is left as it is.
  if (said.length < text.length) clauses.push({ text: text.slice(said.length), end: '' })
  return clauses.filter(({ text: words }) => /[\p{L}\p{N}]/u.test(words))
}

/** A mark that ends nothing; one UTF-16 unit. */
const LOOSE = /[，,、;；:：—\s]/

function joined(clauses: readonly Clause[]): string {
  const text = clauses.map(({ text: said, end }) => said + end).join('')
  let end = text.length
  while (end > 0 && LOOSE.test(text.charAt(end - 1))) end--
  return text.slice(0, end).trim()
}
