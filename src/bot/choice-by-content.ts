/** Tells one of several choices by what only its title has: a day, a time, an amount, a word. */

import { lex } from '../understanding/slots/lexer.ts'
import type { Mentions } from '../understanding/slots/mentions.ts'
import { readMoney } from '../understanding/slots/money.ts'
import { whenSaid } from '../understanding/slots/when.ts'
import { whenLexicon } from '../understanding/slots/when-lexicon.ts'
import type { ClockMention, DateMention } from '../understanding/slots/when-tokens.ts'
import type { Period } from '../understanding/slots/when-words.ts'

/** 周六那个, "the Saturday one", "the one on Saturday". */
const FRAME =
  /^(?:the )?(?:one (?:on|at|in|for|with|of|from) (.{1,40})|(.{1,40}?)(?:的)?(?:那个|这个|那一个|那条|那项|那款|那种|那张|那档)|(.{1,40}) (?:one|option|slot|plan))$/

/** 取消那个 says what to do with something, and does not choose the answer that does it. */
const ACTION =
  /^(?:确认|取消|修改|更改|变更|办理|提交|继续|保留|删除|注销|退订|退款|恢复|解除|停机|挂失|同意|拒绝|yes|no|go|ahead|go ahead|confirm|cancel|change|keep|stop|submit|undo|delete)$/

/**
 * The choice that a folded phrase tells by content, or null where it fits none or several.
 * @param titles folded likewise
 * @param tags words that go with each choice, or nothing
 */
export function byContent(
  said: string,
  titles: readonly string[],
  tags: readonly (readonly string[])[],
): number | null {
  const framed = FRAME.exec(said)
  const core = (framed?.[1] ?? framed?.[2] ?? framed?.[3] ?? said).replace(/^the /, '').trim()
  const tagged = only(titles.map((_, at) => tags[at]?.some((tag) => tag.toLowerCase() === core) ?? false))
  if (tagged !== null) return tagged
  const when = byWhen(core, titles)
  if (when !== null || !framed || ACTION.test(core)) return when
  const amount = readMoney(core)
  const priced = amount && only(titles.map((title) => readMoney(title)?.fen === amount.fen))
  return priced ?? only(titles.map((title) => hasWord(title, core)))
}

/** Whether a title has a word: whole where it is Latin or a number, of two characters at least where it is Han. */
function hasWord(title: string, word: string): boolean {
  if (word.length < 2) return false
  for (let at = title.indexOf(word); at >= 0; at = title.indexOf(word, at + 1)) {
    const before = title.charAt(at - 1)
    const behind = title.charAt(at + word.length)
    const cut = (edge: string, outer: string): boolean =>
      (/[a-z]/.test(edge) && /[a-z]/.test(outer)) || (/\d/.test(edge) && /[\d.]/.test(outer))
    if (!cut(word.charAt(0), before) && !cut(word.charAt(word.length - 1), behind)) return true
  }
  return false
}

/** The one title that has the day and the time said, where nothing else is said. */
function byWhen(core: string, titles: readonly string[]): number | null {
  const tokens = lex(core, whenLexicon(null))
  if (tokens.some(({ kind, text }) => kind === 'other' && /\p{L}/u.test(text))) return null
  const said = whenSaid(core, 'zh', null)
  if (said === null || said.ambiguous || said.clocks.length > 2) return null
  const named = said.dates.length + said.clocks.length + said.periods.length
  const more = said.spans.length + said.weeks.length + said.months.length + said.refused.dates.length
  if (named === 0 || more > 0 || said.minutesAway !== null) return null
  return only(titles.map((title) => fits(said, whenSaid(title, 'zh', null))))
}

function fits(said: Mentions, title: Mentions | null): boolean {
  if (title === null) return false
  return (
    said.dates.every((date) => title.dates.some((other) => isSameDate(date, other))) &&
    said.clocks.every((clock, at) => isSameClock(clock, title.clocks[at])) &&
    said.periods.every((period) => title.periods.includes(period) || isIn(period, title.clocks[0]))
  )
}

function isSameDate(said: DateMention, title: DateMention): boolean {
  if (said.kind === 'weekday') return title.kind === 'weekday' && title.weekday === said.weekday
  if (said.kind === 'days-away') return title.kind === 'days-away' && title.days === said.days
  if (said.kind === 'date-of-month') return 'date' in title && title.date === said.date
  if (said.kind !== 'date' || title.kind !== 'date') return false
  return said.month === title.month && said.date === title.date
}

/** 3点 is 15:00 as well. */
function isSameClock(said: ClockMention, title: ClockMention | undefined): boolean {
  if (title === undefined || said.minute !== title.minute) return false
  if (said.period !== null || said.literal || said.hour > 12) return hourOf(said) === hourOf(title)
  return said.hour % 12 === title.hour % 12
}

function isIn(period: Period, clock: ClockMention | undefined): boolean {
  if (clock === undefined) return false
  const hour = hourOf(clock)
  if (period === 'morning' || period === 'am' || period === 'dawn') return hour < 12
  if (period === 'noon') return hour >= 11 && hour < 14
  if (period === 'evening') return hour >= 18
  return hour >= 12 && hour < 18
}

function hourOf({ hour, period }: ClockMention): number {
  const late = period === 'pm' || period === 'afternoon' || period === 'evening' || period === 'dusk'
  return late && hour < 12 ? hour + 12 : hour
}

function only(fitting: readonly boolean[]): number | null {
  const at = fitting.indexOf(true)
  return at >= 0 && fitting.lastIndexOf(true) === at ? at : null
}
