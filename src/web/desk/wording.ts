/** Words for values of the API: channels, decisions, owners, orders, contracts. What is not known is shown as it came. */

import type { QueueItem } from '../../console/desk-types.ts'
import type { Strings, Word } from './strings.ts'

type Words = Readonly<Record<string, Word>>

const CHANNELS: Words = {
  directline: 'channelDirectline',
  webchat: 'channelDirectline',
  msteams: 'channelTeams',
  wechat: 'channelWechat',
}
const DECISIONS: Words = {
  answer: 'decisionAnswer',
  ask: 'decisionAsk',
  decline: 'decisionDecline',
  dialog: 'decisionDialog',
  handoff: 'decisionHandoff',
  feedback: 'decisionFeedback',
}
const OWNERS: Words = {
  bot: 'ownerBot',
  queued: 'ownerQueued',
  human: 'ownerHuman',
  closed: 'ownerClosed',
}
const TICKETS: Words = {
  open: 'ticketOpen',
  working: 'ticketWorking',
  resolved: 'ticketResolved',
  closed: 'ticketClosed',
}
const CONTRACTS: Words = {
  month: 'contractMonthly',
  'one-year': 'contractOneYear',
  'two-year': 'contractTwoYear',
}

const ORDERS: Words = {
  'plan.change': 'orderPlan',
  'service.cancel': 'orderCancel',
  'bill.dispute': 'orderDispute',
  'pay.refund': 'orderRefund',
  'visit.book': 'orderVisitBook',
  'visit.move': 'orderVisitMove',
  'visit.cancel': 'orderVisitCancel',
  'sim.block': 'orderBlock',
  'sim.unblock': 'orderUnblock',
  'number.port-out': 'orderPortOut',
  'contact.change': 'orderContact',
  'account.secure': 'orderSecure',
}
const ORDER_STATUSES: Words = {
  accepted: 'orderAccepted',
  done: 'orderDone',
  undoing: 'orderUndoing',
}

function lookUp(table: Words, words: Strings, value: string): string {
  const word = Object.hasOwn(table, value) ? table[value] : undefined
  return word ? words[word] : value
}

export function channelWords(channel: string, words: Strings): string {
  return lookUp(CHANNELS, words, channel)
}

export function decisionWords(decision: string, words: Strings): string {
  return lookUp(DECISIONS, words, decision)
}

export function ownerWords(owner: string, words: Strings): string {
  return lookUp(OWNERS, words, owner)
}

export function ticketWords(status: string, words: Strings): string {
  return lookUp(TICKETS, words, status)
}

export function orderWords(kind: string, words: Strings): string {
  return lookUp(ORDERS, words, kind)
}

export function orderStatusWords(status: string, words: Strings): string {
  return lookUp(ORDER_STATUSES, words, status)
}

export function contractWords(contract: string, words: Strings): string {
  return lookUp(CONTRACTS, words, contract)
}

const RISKS = { low: 'riskLow', medium: 'riskMedium', high: 'riskHigh' } as const

/** `High churn risk`, for where nothing else says what it is about. */
export function riskWords(band: NonNullable<QueueItem['riskBand']>, words: Strings): string {
  return words[RISKS[band]]
}
