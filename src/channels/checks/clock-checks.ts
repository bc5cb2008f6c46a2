/** Checks that our clock goes as those of the peers do: signatures and tokens are refused when it does not. */

import { type Check, type Finding, fail, ok, skipped, warn } from './check.ts'
import type { Installation } from './installation.ts'
import { type Answer, probe } from './probe.ts'
import { teamsPeers } from './teams-checks.ts'
import { wechatPeers } from './wechat-checks.ts'

/** From here on the operator is told, in seconds; the headers themselves are exact to one. */
const WARN_SECONDS = 60
/** How far Teams' tokens and WeChat's timestamps may be off, in seconds. */
const FAIL_SECONDS = 300

/** The checks of this group. */
export function clockChecks(installation: Installation): Check[] {
  const peers = [...teamsPeers(installation), ...wechatPeers(installation)]
  return [
    {
      id: 'clock.offset',
      group: 'clock',
      title: { en: 'Clock of this machine', zh: '本机时钟' },
      // Without peers there is nobody to ask.
      remote: peers.length > 0,
      run: async () => {
        const { timeoutMs, now } = installation
        const answers = await Promise.all(peers.map((peer) => probe(peer, { timeoutMs, now })))
        return clockFinding(answers.flatMap((answer) => offsetOf(answer) ?? []))
      },
    },
  ]
}

/**
 * How far a peer's clock is ahead of ours, in seconds; negative when it is behind. Null when it does not say.
 * What lies within the time the answer took counts as none.
 */
export function offsetOf(answer: Answer): number | null {
  if ('failure' in answer || answer.date === null) return null
  // The header has whole seconds, cut off.
  const [earliest, latest] = [answer.date, answer.date + 1_000]
  if (earliest > answer.heard) return (earliest - answer.heard) / 1_000
  return latest < answer.asked ? (latest - answer.asked) / 1_000 : 0
}

/**
 * Judges the clock by what peers say, in seconds. One peer alone may go wrong; ours is wrong only when
 * all of them say so.
 */
export function clockFinding(offsets: readonly number[]): Finding {
  const [nearest] = offsets.toSorted((a, b) => Math.abs(a) - Math.abs(b))
  if (nearest === undefined) return skipped({ en: 'No peer has told the time.', zh: '没有对端可以对时。' })
  const seconds = Math.round(Math.abs(nearest))
  if (seconds <= WARN_SECONDS)
    return ok({
      en: `Right, within ${Math.max(seconds, 1)} s.`,
      zh: `准确，误差在 ${Math.max(seconds, 1)} 秒以内。`,
    })
  const seen = {
    en: `It is ${seconds} s ${nearest > 0 ? 'slow' : 'fast'}.`,
    zh: `${nearest > 0 ? '慢' : '快'}了 ${seconds} 秒。`,
  }
  const advice = {
    en: `Switch on time synchronisation (NTP): beyond ${FAIL_SECONDS} s Teams and WeChat are refused.`,
    zh: `请打开时间同步（NTP）：误差超过 ${FAIL_SECONDS} 秒，Teams 和微信的请求都会被拒绝。`,
  }
  return seconds > FAIL_SECONDS ? fail(seen, advice) : warn(seen, advice)
}
