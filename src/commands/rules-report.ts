/** A comparison of rules as text for a terminal. */

import type { DecidedAs, WhatIfResult } from '../jobs/what-if-result.ts'

const SHOWN = 25

/** What changed, for which queues, at what cost, and for whom. */
export function whatIfText(result: WhatIfResult): string {
  const { replayed, emptied, erased, withoutFacts, incomplete, missing, changed, kinds, cost, restored } =
    result
  const lines = [
    `${day(result.from)} to ${day(result.to)}: messages replayed: ${replayed}, decided otherwise: ${changed}.`,
    ...told(emptied, 'not replayed, because their facts are no longer kept'),
    ...told(erased, 'not replayed, because the person was erased'),
    ...told(withoutFacts, 'not replayed, because no rules were asked'),
    ...told(incomplete, `from an earlier version, without ${missing.map(({ fact }) => fact).join(', ')}`),
    '',
    'What changes',
    ...Object.entries(kinds).flatMap(([kind, count]) =>
      count === 0 ? [] : [`  ${KINDS[kind] ?? kind}: ${count}`],
    ),
    ...result.changes
      .slice(0, SHOWN)
      .map(
        ({ before, after, count, examples }) =>
          `  ${String(count).padStart(5)}  ${as(before)} → ${as(after)}  ${examples.slice(0, 2).join(' ')}`,
      ),
    '',
    'Queues (arrivals, most in an hour, mean time to answer)',
    ...result.queues.map(
      ({ id, before, after }) =>
        `  ${id.padEnd(14)} ${before.arrivals} → ${after.arrivals}, ${before.peak} → ${after.peak}, ` +
        `${seconds(before.answerWithinMs)} → ${seconds(after.answerWithinMs)}`,
    ),
    '',
    `Cost, at ${cost.minutesEach} minutes${cost.minutesMeasured ? '' : ' (assumed)'} and ¥${cost.yuanEach} for each hand-over`,
    ...(['before', 'after'] as const).map((side) => {
      const { handoffs, agentMinutes, yuan, expectedYuan } = cost[side]
      return `  ${side.padEnd(6)} ${handoffs} hand-overs, ${agentMinutes} minutes, ¥${yuan}; expected gain of the talks ¥${expectedYuan}`
    }),
    '',
    'By risk of leaving (decisions, better for the customer, worse)',
    ...result.bands.map(
      ({ band, decisions, better, worse }) => `  ${band.padEnd(8)} ${decisions}, ${better}, ${worse}`,
    ),
    ...(restored > 0 ? [`  ${restored} decisions had to be restored: report this.`] : []),
  ]
  return lines.join('\n')
}

const KINDS: Readonly<Record<string, string>> = {
  newHandoff: 'now handed over',
  noHandoff: 'no longer handed over',
  newOffer: 'now offered a person',
  noOffer: 'no longer offered a person',
  otherQueue: 'in another queue',
  sooner: 'to be answered sooner',
  later: 'to be answered later',
  otherRule: 'by another rule',
}

function told(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}.`]
}

function as({ action, rule, queue }: DecidedAs): string {
  return action === 'none'
    ? 'nothing'
    : `${action} (${rule ?? 'no rule'}${queue === null ? '' : `, ${queue}`})`
}

function seconds(milliseconds: number | null): string {
  return milliseconds === null ? '–' : `${Math.round(milliseconds / 1000)} s`
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
