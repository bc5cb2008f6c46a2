import { beforeAll, describe, expect, it } from 'vitest'
import { type CodeTextOf, codeTextOf } from '../../src/channels/code-text.ts'
import { loadCorpus } from '../../src/corpus/load.ts'

let textOf: CodeTextOf

beforeAll(async () => {
  const { phrases } = await loadCorpus('corpus', 'data/company')
  textOf = codeTextOf(() => phrases)
})

const receiver = { id: 'n1', phone: '13912345678', email: null } as const

describe.each(['zh', 'en'] as const)('notices in %s', (language) => {
  const notices = [
    { ...receiver, language, kind: 'code', code: '804213', minutes: 5 },
    { ...receiver, language, kind: 'port-code', code: '80421355', minutes: 1_439 },
    ...(['address', 'email', 'phone'] as const).map(
      (field) =>
        ({ ...receiver, language, kind: 'contact-change', code: null, field, minutes: 10_079 }) as const,
    ),
  ] as const

  it.each(notices)('say all there is, in one text message: $kind $field', (notice) => {
    const { subject, text } = textOf(notice)
    expect(text.length).toBeLessThanOrEqual(language === 'zh' ? 70 : 160)
    if (notice.code !== null) expect(text).toContain(notice.code)
    // A locked screen shows subjects.
    expect(subject).not.toMatch(/\d/)
  })

  it('say how long, in full hours and days', () => {
    const words = notices.map((notice) => textOf(notice).text)
    expect(words[1]).toMatch(/24 (小时|h)/)
    expect(words[2]).toMatch(/7 (天|days)/)
  })
})
