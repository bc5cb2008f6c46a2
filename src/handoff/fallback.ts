/** Whether the rules leave anybody with a bot that fails them again and again. */

import { calmFacts } from './calm-facts.ts'
import type { Facts } from './facts.ts'
import type { Rule } from './rules.ts'

/** Nobody is asked to put up with more failures than these. */
const FAILURES = 10

/** A calm stranger whom the bot does not understand, time after time. */
const LOST: Facts = {
  ...calmFacts,
  confidence: 0,
  band: 'decline',
  failed_answers: FAILURES,
  turns: FAILURES,
}

/** What has to be different for somebody to be left alone: each of these is looked at with each other. */
const LANGUAGES = ['zh', 'en'] as const
const HOURS = ['open', 'closed'] as const
const CHANNELS = ['directline', 'msteams', 'wechat'] as const

/**
 * Why some customer never hears of a person however often the bot fails; null where everybody does. A calm
 * stranger is taken, in either language, at any hour, on any channel.
 */
export function lacksFallback(rules: readonly Rule[]): string | null {
  const brings = rules.filter((rule) => rule.do !== 'raise')
  for (const channel of CHANNELS) {
    for (const language of LANGUAGES) {
      for (const hours of HOURS) {
        const facts = { ...LOST, channel, language, hours }
        if (brings.some((rule) => rule.matches(facts))) continue
        const who = language === 'zh' ? 'a Chinese speaker' : 'an English speaker'
        const when = hours === 'open' ? 'in working hours' : 'after hours'
        return `No rule brings or offers a person to ${who} whom the bot fails ${FAILURES} times ${when} on ${channel}.`
      }
    }
  }
  return null
}
