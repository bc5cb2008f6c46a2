/** What customers want of a technician's visit, and which of several they mean. Pure, linear in the text. */

import type { Visit, VisitKind } from '../src/services/systems.ts'
import { normalise } from '../src/understanding/normalise.ts'
import type { Span } from './visit-time.ts'

/** What is to become of a visit: another time, none, only to be told when, or somebody is not there. */
export type VisitWish = 'move' | 'cancel' | 'see' | 'late'

/** Longer messages are read up to here, in UTF-16 units. */
const MOST = 300

const MOVE =
  /改(?!善)|换|挪|推迟|往后推|延后|延期|提前|提早|早点|晚点|晚一点|调(整|到)|重新(约|安排|预约)|reschedul|\bmove\b|\bchange\b|\banother (day|time|date)|\b(different|other) (day|time|slot|date)|postpone|push (it |the |my )?.{0,20}back|delay|bring forward|instead|earlier|\blater\b|rebook|rearrange|swap/
const CANCEL =
  /取消|撤掉|撤销|退掉|不用(再)?(上门|来|过来|修|装)|不需要(了|上门|师傅)|别(再)?(上门|来)|不要(再)?(上门|来)|不修了|不装了|\bcancel|call(ed)? (it |the .{0,20})?off|(not to|do not|no need to) (come|send)|(do not|no longer) need|remove (the|my|it)/
const LATE =
  /(还|都|一直)?(没有?|未|不见)(来|到|见|人来|过来|出现)(?!得)|没人(来|上门)|迟到|放.{0,4}鸽子|影子|爽约|never (came|come|showed|turned|arrived)|(nobody|no one) (came|showed|turned|has come)|no sign|no show|\blate\b|still (not|waiting|has not|nobody)|(did|has|have) not (come|show|arriv|turn)|where ('s|is) (he|she|the|my|your)\b|been waiting|missed/
const SEE =
  /几点|什么时候|何时|查|看(一下|看)|哪天|还来(吗|不)|今天来|确认|what time|\bwhen\b|\bcheck\b|confirm|still (coming|on)|see my|show|is (he|the .{0,20}) coming/

/** What a message wants. Another time beats everything: "don't come tomorrow, make it Saturday" cancels nothing. */
export function visitWishOf(text: string): VisitWish | null {
  const said = wordsOf(text)
  if (MOVE.test(said)) return 'move'
  if (CANCEL.test(said)) return 'cancel'
  if (LATE.test(said)) return 'late'
  return SEE.test(said) ? 'see' : null
}

const KINDS: readonly (readonly [VisitKind, RegExp])[] = [
  ['install', /装机|安装|装宽带|装网|新装|\binstall|fitting|\bfitter\b|set ?up/],
  ['repair', /维修|检修|修(?!改)|故障|\brepair|\bfix|\bfault/],
]

/** The kind of visit a message names; null for none, or both. */
export function visitKindIn(text: string): VisitKind | null {
  const said = wordsOf(text)
  const named = KINDS.filter(([, form]) => form.test(said))
  return named.length === 1 ? (named[0]?.[0] ?? null) : null
}

const KEEPS =
  /(?:不要|不用|不想|别|先不|先别|不)(?:再)?(?:取消|撤)|\b(?:not|never)(?: \w+){0,2} cancel|\bkeep (?:it|the|my|both)/
const ORDER =
  /第[一二两三四五\d]|最后一|倒数|另外?一?[个次]|前一?[个次]|后一?[个次]|\b(?:first|second|third|last|other|latter|former|earlier|later)\b/
const ALL = /(?:两|二|三|全|这些|所有|一起).{0,2}都|都(?:取消|不要|退)|全部?(?:取消|不要)|\b(?:both|all)\b/
const PART_OF_DAY =
  /^(?:in the |on the |the )?(?:morning|afternoon|evening|上午|早上|下午|晚上|中午)(?:吧|的|好了| please| then)?$/

/** Whether a message says that no visit is to be cancelled. */
export function keepsVisit(text: string): boolean {
  return KEEPS.test(wordsOf(text))
}

/** Whether a message may name one of several visits: by what it is for, or by order. */
export function namesVisit(text: string): boolean {
  return visitKindIn(text) !== null || ORDER.test(wordsOf(text))
}

/** Whether all of the visits are meant. */
export function meansAllVisits(text: string): boolean {
  return ALL.test(wordsOf(text))
}

/** Whether a message is a part of the day and nothing else. */
export function isPartOfDay(text: string): boolean {
  return PART_OF_DAY.test(
    wordsOf(text)
      .replace(/[\s,.!，。！]+/g, ' ')
      .trim(),
  )
}

/** Those of the visits that fit what was said about them; all where nothing was said. */
export function visitsMeant(
  visits: readonly Visit[],
  kind: VisitKind | null,
  span: Span | null,
): readonly Visit[] {
  return visits.filter(
    (visit) =>
      (kind === null || visit.kind === kind) &&
      (span === null ||
        (visit.day >= span.first && visit.day <= span.last && visit.from < span.to && visit.to > span.from)),
  )
}

function wordsOf(text: string): string {
  return normalise(text.slice(0, MOST))
}
