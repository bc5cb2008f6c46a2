import { describe, expect, it } from 'vitest'
import { loadCorpus } from '../../../src/corpus/load.ts'
import {
  type Grouping,
  type GroupingOptions,
  groupQuestions,
} from '../../../src/understanding/clusters/cluster.ts'
import { matters as loopMatters } from '../../web/curation-matters.ts'
import { ASKED_MATTERS, type AskedMatter } from '../cluster-matters.ts'

interface Asked {
  readonly id: string
  readonly text: string
  readonly matter: string
  readonly isChinese: boolean
}

function askedOf(matters: readonly AskedMatter[]): Asked[] {
  return matters.flatMap(({ name, zh, en }) => [
    ...zh.map((text, at) => ({ id: `${name} zh ${at}`, text, matter: name, isChinese: true })),
    ...en.map((text, at) => ({ id: `${name} en ${at}`, text, matter: name, isChinese: false })),
  ])
}

/** Matters with most of their questions, of either language, in one group that is about little else. */
function found(asked: readonly Asked[], { groups }: Grouping): string[] {
  return groups.flatMap((members) => {
    const byMatter = Map.groupBy(
      members.map((at) => asked[at]!),
      ({ matter }) => matter,
    )
    const [matter, own] = [...byMatter].reduce((one, other) =>
      other[1].length > one[1].length ? other : one,
    )
    const chinese = own.filter(({ isChinese }) => isChinese).length
    const isWhole = chinese >= 3 && own.length - chinese >= 3
    return isWhole && own.length / members.length >= 0.7 ? [matter] : []
  })
}

/** Groups with questions in both languages. */
function inBoth(asked: readonly Asked[], { groups }: Grouping): number {
  return groups.filter((members) => new Set(members.map((at) => asked[at]!.isChinese)).size === 2).length
}

const all = askedOf(ASKED_MATTERS)
// As the product does: what the corpus has phrases for is usual.
const { entries } = await loadCorpus('corpus', 'data/company')
const usual = [...entries.values()].flatMap(({ phrases }) => [...phrases.zh, ...phrases.en])
const group = (asked: readonly Asked[], options: GroupingOptions = {}) =>
  groupQuestions(asked, { usual, ...options })

describe('questions in two languages', () => {
  it('come together where they ask the same, among those of forty matters', () => {
    expect(ASKED_MATTERS).toHaveLength(40)
    expect(all).toHaveLength(400)
    const grouping = group(all)
    expect(found(all, grouping).length).toBeGreaterThanOrEqual(30)
    const mixed = grouping.groups.filter((members) => {
      const counts = [...Map.groupBy(members, (at) => all[at]!.matter).values()].map(({ length }) => length)
      return Math.max(...counts) / members.length < 0.7
    })
    expect(mixed.length).toBeLessThanOrEqual(16)
  })

  it('come together where one matter is all that was asked about', () => {
    const together = ASKED_MATTERS.filter((matter) => {
      const asked = askedOf([matter])
      return found(asked, group(asked)).length === 1
    })
    expect(together.length).toBeGreaterThanOrEqual(28)
  })

  it.each(Object.values(loopMatters))('are one group where ten ask about $id alone', ({ id, asked }) => {
    const ten = askedOf([{ name: id, ...asked }])
    expect(group(ten).groups.map((members) => members.length)).toEqual([10])
  })

  it('stay apart where either language asks about other things', () => {
    const asked = all.filter(
      ({ matter, isChinese }) =>
        ASKED_MATTERS.findIndex(({ name }) => name === matter) % 2 === (isChinese ? 0 : 1),
    )
    expect(inBoth(asked, group(asked))).toBeLessThanOrEqual(3)
  })

  it('join a cluster of the other language that was there before, which keeps all it had', () => {
    const asked = askedOf(ASKED_MATTERS.slice(0, 1))
    const before = new Map(asked.flatMap(({ id, isChinese }) => (isChinese ? [[id, 'old'] as const] : [])))
    const { groupOf } = group(asked, { before })
    const old = new Set(asked.flatMap(({ isChinese }, at) => (isChinese ? [groupOf[at]!] : [])))
    expect(old.size).toBe(1)
    const joined = asked.filter(({ isChinese }, at) => !isChinese && old.has(groupOf[at]!))
    expect(joined.length).toBeGreaterThanOrEqual(3)
  })

  it('stay in one cluster that had both, whatever else is asked', () => {
    const before = new Map(
      all.flatMap(({ id }, at) => (at === 0 || at === 15 || at === 16 ? [[id, 'odd'] as const] : [])),
    )
    const { groupOf } = group(all, { before })
    expect(new Set([groupOf[0], groupOf[15], groupOf[16]]).size).toBe(1)
    expect(groupOf[0]).toBeGreaterThanOrEqual(0)
  })

  it('do not depend on the order they are given in', () => {
    const turned = all.toReversed()
    const texts = (asked: readonly Asked[], { groups }: Grouping) =>
      groups
        .map((members) =>
          members
            .map((at) => asked[at]!.id)
            .sort()
            .join(' '),
        )
        .sort()
    expect(texts(turned, group(turned))).toEqual(texts(all, group(all)))
  })
})
