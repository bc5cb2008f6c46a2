import { describe, expect, it } from 'vitest'
import { type Grouping, groupQuestions, type Question } from '../../../src/understanding/clusters/cluster.ts'
import { groupInProcess } from '../../../src/understanding/clusters/in-process.ts'
import { keepIds } from '../../../src/understanding/clusters/keep-ids.ts'

/** What is asked, and in what; each matter has words of its own. */
const MATTERS = [
  ['the parking garage', 'park my car', 'parking spot', 'garage gate'],
  ['a wedding photo', 'wedding pictures', 'photo album', 'photographer booking'],
  ['the swimming pool', 'swim lessons', 'pool opening hours', 'swimming lane'],
  ['停车场', '停车位', '停车费', '车库停车'],
  ['婚纱照', '拍婚纱', '婚纱相册', '婚纱摄影'],
  ['游泳池', '游泳课', '游泳卡', '学游泳'],
]
const FRAMES_EN = [
  'where is {}',
  'how much does {} cost',
  'can i book {} today',
  'tell me about {}',
  'is {} open on sunday',
  'i have a problem with {}',
  'who takes care of {}',
  'please cancel {}',
]
const FRAMES_ZH = [
  '{}在哪里',
  '{}多少钱',
  '今天能预订{}吗',
  '介绍一下{}',
  '{}周日开放吗',
  '{}有问题',
  '{}谁负责',
  '取消{}',
]

const asked: readonly (Question & { readonly matter: number })[] = MATTERS.flatMap((things, matter) =>
  things.flatMap((thing, number) =>
    (matter < 3 ? FRAMES_EN : FRAMES_ZH).map((frame, at) => ({
      id: `${matter}-${number}-${at}`,
      text: frame.replace('{}', thing),
      matter,
    })),
  ),
)

/** Ids of who is together, in an order of their own. */
function together(questions: readonly Question[], { groups }: Grouping): string[] {
  return groups
    .map((members) =>
      members
        .map((at) => questions[at]!.id)
        .sort()
        .join(' '),
    )
    .sort()
}

describe('grouping questions', () => {
  const grouping = groupQuestions(asked)

  it('puts questions of one matter together and those of others apart', () => {
    const matters = [
      [
        'where can i park my car',
        'is there parking for my car',
        'how much is parking',
        'parking for a car near you',
        '停车场在哪里',
        '停车场怎么收费',
        '你们有停车场吗',
        '停车收费标准',
      ],
      ['when does the swimming pool open', 'is the pool open on sunday', 'swimming pool opening hours'],
      ['婚纱照多少钱一套', '拍一套婚纱照要多少钱', '婚纱照什么价位'],
    ]
    const questions = matters.flatMap((texts, matter) =>
      texts.map((text, at) => ({ id: `${matter}-${at}`, text, matter })),
    )
    const { groups } = groupQuestions(questions)
    expect(groups.map((members) => members.length)).toEqual([8, 3, 3])
    for (const members of groups) expect(new Set(members.map((at) => questions[at]!.matter)).size).toBe(1)
  })

  it('numbers groups largest first, and says the same thing both ways', () => {
    const sizes = grouping.groups.map((members) => members.length)
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    for (const [group, members] of grouping.groups.entries()) {
      expect(members.every((at) => grouping.groupOf[at] === group)).toBe(true)
      expect(grouping.cohesion[group]).toBeGreaterThanOrEqual(0)
      expect(grouping.cohesion[group]).toBeLessThanOrEqual(1)
    }
    const alone = grouping.groupOf.filter((group) => group < 0).length
    expect(sizes.reduce((sum, size) => sum + size, 0) + alone).toBe(asked.length)
  })

  it('does not depend on the order of questions', () => {
    const turned = asked.toReversed()
    expect(together(turned, groupQuestions(turned))).toEqual(together(asked, grouping))
  })

  it('always keeps together what reads alike', () => {
    const alike = ['怎麼開發票', '怎么开发票？', '你好，我想问下怎么开发票', '怎么 开 发票!']
    const questions = [...asked, ...alike.map((text, at) => ({ id: `alike-${at}`, text }))]
    const { groupOf } = groupQuestions(questions)
    const groups = new Set(groupOf.slice(asked.length))
    expect(groups.size).toBe(1)
    expect(groups.has(-1)).toBe(false)
  })

  it('takes nothing, one question, empty texts and texts of signs', () => {
    expect(groupQuestions([]).groups).toEqual([])
    expect([...groupQuestions([{ id: 'a', text: 'hello' }]).groupOf]).toEqual([-1])
    const odd = ['', '', '???', '🙂', '\ud800'].map((text, at) => ({ id: String(at), text }))
    const { groupOf } = groupQuestions(odd)
    expect(groupOf[0]).toBe(groupOf[1])
    expect(groupOf).toHaveLength(5)
  })

  it('leaves groups and their ids as they are when one question in fifty is new', () => {
    const fresh = asked.filter((_, at) => at % 50 === 7)
    const old = asked.filter((_, at) => at % 50 !== 7)
    const first = groupQuestions(old)
    const before = new Map<string, string>()
    for (const [group, members] of first.groups.entries()) {
      for (const at of members) before.set(old[at]!.id, `cluster-${group}`)
    }
    const all = [...old, ...fresh]
    const second = groupQuestions(all, { before })
    let [pairs, kept] = [0, 0]
    for (const members of first.groups) {
      for (const a of members) {
        for (const b of members) {
          pairs++
          if (second.groupOf[a] === second.groupOf[b]) kept++
        }
      }
    }
    expect(kept / pairs).toBeGreaterThanOrEqual(0.95)
    const ids = keepIds(
      second.groups.map((members) => members.map((at) => all[at]!.id)),
      before,
      () => 'new',
    )
    const staying = old.filter(({ id }, at) => before.has(id) && ids[second.groupOf[at]!] === before.get(id))
    expect(staying.length / before.size).toBeGreaterThanOrEqual(0.95)
  })

  it('tells its progress, ascending to the end', () => {
    const shares: number[] = []
    groupQuestions(asked, { onProgress: (share) => shares.push(share) })
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
  })
})

describe('grouping in a process of its own', () => {
  it('gives the same groups', async () => {
    const { groups, groupOf } = await groupInProcess(asked)
    const here = groupQuestions(asked)
    expect(groups).toEqual(here.groups)
    expect([...groupOf]).toEqual([...here.groupOf])
  })

  it('ends when it is cancelled', async () => {
    const controller = new AbortController()
    const running = groupInProcess(asked, { signal: controller.signal })
    controller.abort()
    await expect(running).rejects.toMatchObject({ code: 'grouping_cancelled' })
  })
})
