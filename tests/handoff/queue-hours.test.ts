import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backAt } from '../../src/bot/back-at.ts'
import { loadCompany } from '../../src/company/load.ts'
import { closedQueues, isQueueOpen, nextOpening } from '../../src/handoff/queue-hours.ts'
import { readRules } from '../../src/handoff/read-rules.ts'
import type { Queue } from '../../src/handoff/rules.ts'

const company = await loadCompany('data/company')

/** What is read of a file whose queue `billing` has these fields. */
function read(fields: string) {
  const text = `queues:
  general: { name: { zh: 综合, en: General }, answer_within: 5m }
  safety: { name: { zh: 紧急, en: Urgent }, answer_within: 30s }
  billing: { name: { zh: 账务, en: Billing }, answer_within: 5m${fields === '' ? '' : `, ${fields}`} }
rules:
  - id: failing
    about: { zh: 多次没答上来, en: The bot keeps failing }
    when: { failed_answers: { at_least: 3 } }
    do: handoff
    queue: general
    priority: 1
    say: { zh: 我请同事来, en: A colleague comes }
`
  return readRules({ path: 'handoff.yaml', file: 'handoff.yaml', text }, { company })
}

function queueOf(fields: string): Queue {
  const { rules, problems } = read(fields)
  expect(problems).toEqual([])
  return rules!.queues.get('billing')!
}

const at = (time: string) => Date.parse(time)

describe('a queue in the file', () => {
  it('has the usual where nothing is said', () => {
    expect(queueOf('')).toMatchObject({
      answerWithinMs: 300_000,
      nextAnswerWithinMs: null,
      longestWaitMs: 900_000,
      languages: null,
      assign: 'pick',
      hours: null,
      whenClosed: 'callback',
    })
  })

  it('has its own promises, languages and way of working', () => {
    const fields =
      'next_answer_within: 10m, resolve_within: 3d, longest_wait: 1h, timeout: 20m, languages: [en], assign: offer, offer_for: 45s, when_closed: message'
    expect(queueOf(fields)).toMatchObject({
      nextAnswerWithinMs: 600_000,
      resolveWithinMs: 3 * 86_400_000,
      longestWaitMs: 3_600_000,
      timeoutMs: 1_200_000,
      languages: ['en'],
      assign: 'offer',
      offerMs: 45_000,
      whenClosed: 'message',
    })
  })

  it.each([
    ['next_answer_within: soon', 'time_value'],
    ['longest_wait: 10s', 'time_value'],
    ['offer_for: 1h', 'time_value'],
    ['resolve_within: 40d', 'time_value'],
    ['languages: [fr]', 'field_value'],
    ['assign: push', 'field_value'],
    ['hours: { mon: "22:00-6:00" }', 'queue_hours'],
    ['hours: { mon: closed }', 'queue_hours'],
    ['hours: { mon: 9:00-18:00, time_zone: Mars/Olympus }', 'queue_hours'],
    ['hours: { mon: 9:00-18:00, holidays: [2027-02-30] }', 'queue_hours'],
    ['hours: { mon: 9:00-18:00, holidays: [moon_day] }', 'queue_hours'],
    ['hours: { monday: 9:00-18:00 }', 'field_unknown'],
  ])('is refused with %s', (fields, code) => {
    const { rules, problems } = read(fields)
    expect(rules).toBeNull()
    expect(problems).toMatchObject([{ code, line: 4, severity: 'error' }])
  })

  it('takes holidays by day, and by the name the company gives them', () => {
    const { hours } = queueOf('hours: { mon: 9:00-18:00, holidays: [2027-03-01, spring_festival] }')
    expect(hours?.holidays).toContain('2027-03-01')
    expect(hours?.holidays.length).toBeGreaterThan(7)
  })
})

describe('a queue is open', () => {
  it('in its own hours, and otherwise in those of the company', () => {
    const own = queueOf('hours: { mon: 9:00-18:00, tue: 9:00-18:00, time_zone: Europe/Berlin }')
    // A Monday: 10:00 in Berlin, 17:00 in Shanghai; then 19:30 in Berlin.
    expect(isQueueOpen(own, company, at('2026-11-23T09:00:00Z'))).toBe(true)
    expect(isQueueOpen(own, company, at('2026-11-23T18:30:00Z'))).toBe(false)
    expect(isQueueOpen(queueOf(''), company, at('2026-11-23T15:00:00Z'))).toBe(false)
    expect(isQueueOpen(undefined, company, at('2026-11-23T13:59:00Z'))).toBe(true)
  })

  it('at any hour for safety, and where the file says always', () => {
    const night = at('2026-11-22T18:30:00Z')
    expect(isQueueOpen(queueOf('hours: always'), company, night)).toBe(true)
    expect(isQueueOpen({ ...queueOf(''), id: 'safety' }, company, night)).toBe(true)
  })

  it('on no holiday', () => {
    const own = queueOf('hours: { mon: 0:00-24:00, holidays: [2026-11-23] }')
    expect(isQueueOpen(own, company, at('2026-11-23T04:00:00Z'))).toBe(false)
    expect(isQueueOpen(own, company, at('2026-11-30T04:00:00Z'))).toBe(true)
    expect(nextOpening(own, company, at('2026-11-23T04:00:00Z'))).toBe(at('2026-11-29T16:00:00Z'))
  })
})

it('is counted among the closed ones when it is, and said to be back by the clocks of the company', () => {
  const own = queueOf('hours: { mon: 9:00-18:00, time_zone: Europe/Berlin }')
  const rules = { queues: new Map([own, { ...own, id: 'safety' }].map((queue) => [queue.id, queue])) }
  // A Monday, 12:00 in Shanghai and 5:00 in Berlin; then 12:00 there.
  expect(closedQueues(rules, company, at('2026-11-23T04:00:00Z'))).toEqual(['billing'])
  expect(closedQueues(rules, company, at('2026-11-23T11:00:00Z'))).toEqual([])
  expect(backAt(own, company, at('2026-11-23T04:00:00Z'), 'en')).toMatch(/16:00/)
})

describe('the next opening', () => {
  it('is now where people answer, and null where they will not for long', () => {
    const now = at('2026-11-23T04:00:12Z')
    expect(nextOpening(queueOf(''), company, now)).toBe(now)
    const days = Array.from({ length: 12 }, (_, n) => new Date(at('2026-11-23') + n * 7 * 86_400_000))
    const closed = days.map((day) => day.toISOString().slice(0, 10)).join(', ')
    expect(nextOpening(queueOf(`hours: { mon: 9:00-18:00, holidays: [${closed}] }`), company, now)).toBeNull()
  })

  it.each([
    // Clocks go forward over the opening in Berlin, and in New York they show it twice.
    ['Europe/Berlin', 'sun: 2:30-4:00', '2026-03-28T23:00:00Z', '2026-03-29T01:00:00Z'],
    ['Europe/Berlin', 'sun: 2:30-4:00', '2026-10-24T20:00:00Z', '2026-10-25T00:30:00Z'],
    ['America/New_York', 'sun: 1:30-2:00', '2026-11-01T02:00:00Z', '2026-11-01T05:30:00Z'],
    ['America/New_York', 'sun: 1:30-2:00', '2026-11-01T06:10:00Z', '2026-11-01T06:30:00Z'],
  ])('in %s, %s, asked at %s, is %s', (zone, day, now, opening) => {
    const own = queueOf(`hours: { ${day}, time_zone: ${zone} }`)
    expect(new Date(nextOpening(own, company, at(now)) ?? 0)).toEqual(new Date(opening))
  })

  it('is the first moment at which the queue is open, whatever the hours', () => {
    const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'] as const
    const spans = ['closed', '0:00-24:00', '8:30-17:00', '2:00-2:30', '22:00-24:00'] as const
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.array(fc.constantFrom(...spans), { minLength: 7, maxLength: 7 }),
        fc.integer({ min: at('2026-03-01') / 1000, max: at('2027-04-30') / 1000 }),
        (timeZone, week, seconds) => {
          const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
          const fields = names.map((name, day) => `${name}: ${week[day]}`).join(', ')
          if (week.every((span) => span === 'closed')) return
          const own = queueOf(`hours: { ${fields}, time_zone: ${timeZone} }`)
          const now = seconds * 1000
          const opening = nextOpening(own, company, now)!
          expect(isQueueOpen(own, company, opening)).toBe(true)
          // Ten minutes are less than the shortest span, so that nothing is passed over.
          for (let earlier = now; earlier < opening; earlier += 600_000)
            expect(isQueueOpen(own, company, earlier)).toBe(false)
        },
      ),
      { numRuns: 60 },
    )
  })
})
