/** Reads one Chinese clause: whether it says that something is not to be done, and what else it says. */
import { isMadeOf } from '../made-of.ts'
import type { Action } from './negation-actions.ts'
import { CHINESE_ACTIONS } from './negation-zh-actions.ts'
import {
  AFTERWARDS,
  ANOTHER,
  ASKED_BACK,
  BLOCKS,
  GAP,
  LEAD,
  NEGATIONS,
  OTHERS,
  POLITE,
  TAG,
  TAIL,
  THING_AHEAD,
} from './negation-zh-words.ts'

/** What a clause does not want done. */
export interface NegatedClause {
  readonly actions: readonly Action[]
  /** What stands before it and is about something else. */
  readonly head?: string
  /** What stands behind it and is about something else; empty when nothing does. */
  readonly tail: string
}

/** More than this of a lead is a story, in tokens. */
const MAX_LEAD = 16
const MAX_GAP = 6
/** A longer tail says something. */
const MAX_TAIL = 8

/**
 * What a Chinese clause does not want done; null when it negates no wish.
 * @param clause normalised, without the mark that ends it
 * @param asks whether a question mark ends it
 */
export function readChineseNegation(clause: string, asks: boolean): NegatedClause | null {
  let at = 0
  let before: Before = { things: '', asks, polite: false, others: false, known: true }
  for (let step = 0; step <= MAX_LEAD && at < clause.length; step++) {
    const found = negatedAt(clause, at, before) ?? putOffAt(clause, at, asks)
    if (found) return found
    const lead = matchAt(LEAD, clause, at)
    const thing = lead ? '' : matchAt(THING_AHEAD, clause, at)
    const other = lead || thing ? '' : clause.charAt(at)
    if (BLOCKS.test(other)) return null
    before = {
      ...before,
      things: before.things + thing,
      polite: before.polite || POLITE.test(lead),
      others: before.others || (OTHERS.test(lead) && !/谢|麻烦|好/.test(lead)),
      known: before.known && other === '',
    }
    at += (lead || thing || other).length
  }
  return null
}

/** What is known of a clause where a negation may begin. */
interface Before {
  /** What has been named: 套餐先不换. */
  readonly things: string
  readonly asks: boolean
  readonly polite: boolean
  readonly others: boolean
  /** Whether only words stand before it that say nothing. */
  readonly known: boolean
}

function negatedAt(
  clause: string,
  start: number,
  { things, asks, polite, others, known }: Before,
): NegatedClause | null {
  for (const { form, tells, bare = false, alone = false } of NEGATIONS) {
    const negation = matchAt(form, clause, start)
    if (!negation || (bare && (polite || asks || !known)) || (others && !tells)) continue
    const pleads = polite && PLEADED.test(negation)
    let at = start + negation.length
    let between = things
    for (let step = 0; step <= MAX_GAP; step++) {
      const found = actionAt(clause, at, between)
      const tail =
        found &&
        tailOf(pleads ? withoutQuestion(clause.slice(found.end)) : clause.slice(found.end), tells, asks)
      const isOwn = found && !(bare && isOthersDoing(found, clause)) && (tells || !isOwnCall(found, clause))
      if (found && tail !== null && isOwn) return { actions: found.actions, tail }
      const gap = alone ? '' : matchAt(GAP, clause, at)
      if (!gap) break
      between += gap
      at += gap.length
    }
  }
  return null
}

/** 不退款 and 不回电 without 了 say what the company does not do. */
function isOthersDoing({ actions, end }: Found, clause: string): boolean {
  return OTHERS_DO.has(actions[0] ?? 'any') && !/^[了啦]/.test(clause.slice(end)) && !clause.includes('我')
}
/** 我不想再打电话了: it is the customer who calls. */
function isOwnCall({ actions }: Found, clause: string): boolean {
  return actions[0] === 'callback' && !/[你您]|给我|过来|回/.test(clause)
}
const OTHERS_DO: ReadonlySet<Action> = new Set(['refund', 'callback', 'technician', 'discount', 'invoice'])

function putOffAt(clause: string, start: number, asks: boolean): NegatedClause | null {
  const found = actionAt(clause, start, '')
  const after = found && matchAt(AFTERWARDS, clause, found.end)
  if (!found || !after) return null
  const tail = tailOf(clause.slice(found.end + after.length), false, asks)
  return tail === null ? null : { actions: found.actions, tail }
}

interface Found {
  readonly actions: readonly Action[]
  readonly end: number
}

/** The longest action at a place; several where one short verb may mean either. */
function actionAt(clause: string, at: number, things: string): Found | null {
  let actions: Action[] = []
  let told: Action[] = []
  let end = at
  for (const { action, form, beside } of CHINESE_ACTIONS) {
    const match = matchAt(form, clause, at)
    if (!match) continue
    const behind = at + match.length
    const isTold = beside?.test(things) === true
    if (beside && !isTold && !isLetGo(clause, behind)) continue
    if (behind < end) continue
    if (behind > end) {
      actions = []
      told = []
    }
    end = behind
    actions.push(action)
    if (isTold) told.push(action)
  }
  // 账单不用查了 is about the bill, and not about whatever can be looked up.
  if (told.length > 0) actions = told
  return actions.length > 0 ? { actions, end } : null
}

/** 不退了, 不换了吧: the verb alone, and let go. */
function isLetGo(clause: string, at: number): boolean {
  return at === clause.length || /[了啦喇吧呀啊哈]/.test(clause.charAt(at))
}

/** 能先不停机吗 */
const PLEADED = /别|不要|先|暂|甭/
function withoutQuestion(behind: string): string {
  return behind.replace(/[吗么]$/, '')
}

/** What follows is nothing (''), something else, or null where it makes another thing of what was said. */
function tailOf(behind: string, tells: boolean, asks: boolean): string | null {
  const another = ANOTHER.exec(behind)
  if (another) return behind.slice(another[0].length)
  if (!isMadeOf(behind, TAIL, MAX_TAIL)) return null
  const tagged = TAG.test(behind)
  if (
    (asks || ASKED_BACK.test(behind)) &&
    !(tells && (tagged || asks) && !/(?:吗|么)$/.test(behind.replace(TAG, '')))
  )
    return null
  return ''
}

function matchAt(form: RegExp, text: string, at: number): string {
  form.lastIndex = at
  return form.exec(text)?.[0] ?? ''
}
